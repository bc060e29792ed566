namespace BintrayPush.Storage.Store;

/// <summary>
/// A store that can see, for less than reading them again, whether objects are still as they were read. What was derived from them is
/// right for exactly as long.
/// </summary>
internal interface IUnchangedReads
{
    /// <summary>What these objects were when they were read, for <see cref="OpenIfUnchangedAsync"/>.</summary>
    /// <param name="read">Keys, and the tags that they were read with.</param>
    /// <returns><see langword="null"/> if a later change of one of them might go unseen, or one has changed already.</returns>
    ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read);

    /// <summary>Opens a content, once it was seen that none of the objects has changed.</summary>
    /// <returns><see langword="null"/> if one has changed or is gone, or the content is not there.</returns>
    Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation);
}

/// <summary>Several objects as they were read, in a form that the store knows.</summary>
internal abstract class ReadState;
