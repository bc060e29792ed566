namespace BintrayPush.Storage.Store;

/// <summary>
/// Where a store keeps its objects: a folder or a bucket. Small objects are written whole, under conditions; contents are staged
/// first and named afterwards. It asks for nothing an S3 engine cannot do: no rename, no conditional delete, no lock.
/// </summary>
/// <remarks>
/// Keys are ASCII, parts are joined by <c>/</c>. An object that can be read is whole. A call that cannot be carried out ends with
/// <see cref="BintrayPush.Api.Failures.BintrayException"/> (503); it may have happened or not. All calls may be used from several threads
/// at once.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Reads a small object, or answers <see langword="null"/>.</summary>
    Task<StoredObject?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Writes a small object if the key is free.</summary>
    /// <returns>The new tag, or <see langword="null"/> if the key is taken.</returns>
    Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation);

    /// <summary>Replaces a small object if it is still the one that has this tag.</summary>
    /// <returns>The new tag, or <see langword="null"/> if the object has changed or is gone.</returns>
    Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation);

    /// <summary>Whether there is an object; cheaper than reading it.</summary>
    Task<bool> ExistsAsync(string key, CancellationToken cancellation);

    /// <summary>The lengths of objects, in the order of their keys; <see langword="null"/> for one that is not there.</summary>
    Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>Deletes an object, unconditionally. It may be gone already.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation);

    /// <summary>All keys that begin with the prefix, in ordinal order. The prefix ends in <c>/</c>.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>Takes in a content, to be named or dropped. It is flushed to the disk before the call returns.</summary>
    /// <exception cref="ContentReadException"><paramref name="content"/> could not be read.</exception>
    Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation);

    /// <summary>Opens a content for reading, or answers <see langword="null"/>. The stream knows its length.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>
    /// Takes a damaged content out of use, so that the next good bytes get its name. It is read once more first: what was replaced
    /// meanwhile stays.
    /// </summary>
    /// <param name="key">The content.</param>
    /// <param name="sha256">What its bytes should hash to.</param>
    /// <returns>Whether it is out of use now; <see langword="false"/> if it is intact.</returns>
    Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation);

    /// <summary>Makes sure these objects survive a power loss: their bytes and their names.</summary>
    Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>Drops what was staged and never named, if it is older than <paramref name="age"/>.</summary>
    /// <param name="age">How long ago it was last written to.</param>
    /// <param name="dryRun">Whether it is only asked what that is.</param>
    /// <returns>What is dropped.</returns>
    Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation);
}

/// <summary>Something that was staged and never named.</summary>
/// <param name="Name">What it is called where it lies.</param>
/// <param name="Length">How long it is.</param>
public sealed record StagedLeftover(string Name, long Length);

/// <summary>A small object as it was read.</summary>
/// <param name="Value">Its bytes.</param>
/// <param name="Tag">Stands for exactly these bytes (on S3 the ETag).</param>
public sealed record StoredObject(byte[] Value, string Tag)
{
    /// <summary>
    /// What a reader made of the bytes. A store that answers with the same object while nothing has changed saves its readers this work.
    /// </summary>
    internal object? Parsed { get; set; }
}

/// <summary>A content that has arrived and has no name yet. Disposing it drops what was not named.</summary>
public interface IStagedContent : IDisposable
{
    /// <summary>
    /// Gives it its name. Nothing happens if a content of that name and of the same length is there already: contents are named by their
    /// hash. One of another length is damaged, and is replaced in one step.
    /// </summary>
    Task NameAsync(string key, CancellationToken cancellation);

    /// <summary>Opens it for reading before it has a name.</summary>
    Task<Stream> OpenAsync(CancellationToken cancellation);
}
