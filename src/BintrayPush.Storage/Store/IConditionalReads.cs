namespace BintrayPush.Storage.Store;

/// <summary>A store that can be asked whether a small object is still the one that is known, and sends nothing of it then.</summary>
internal interface IConditionalReads
{
    /// <summary>Reads a small object, unless it is still the one that is known.</summary>
    /// <param name="key">The object.</param>
    /// <param name="known">What was read or written last.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>
    /// <paramref name="known"/> itself if it has not changed, so that <see cref="StoredObject.Parsed"/> is used again;
    /// <see langword="null"/> if the object is not there.
    /// </returns>
    Task<StoredObject?> GetIfChangedAsync(string key, StoredObject known, CancellationToken cancellation);
}
