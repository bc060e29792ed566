namespace BintrayPush.Feed.StaticFeeds;

/// <summary>
/// The files of a static feed among the plain files of its repository. Each one is put there while the repository cannot become private:
/// when it does, they go with all others.
/// </summary>
/// <param name="files">Writes them.</param>
/// <param name="holdPublic">Keeps the repository public until it is disposed of.</param>
/// <param name="showAgain">Puts a package there as another link to its bytes, under a name in the feed.</param>
public sealed class PublicFeedFiles(
    IFeedFiles files,
    Func<CancellationToken, Task<IDisposable>> holdPublic,
    Func<StaticPackage, string, CancellationToken, Task<bool>> showAgain) : IFeedFiles
{
    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => files.ReadAsync(name, cancellation);

    /// <inheritdoc/>
    public long? LengthOf(string name) => files.LengthOf(name);

    /// <inheritdoc/>
    public async Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation)
    {
        using var held = await holdPublic(cancellation).ConfigureAwait(false);
        await files.WriteAsync(name, write, flush, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation) =>
        showAgain(package, name, cancellation);

    /// <inheritdoc/>
    public void Delete(string name) => files.Delete(name);

    /// <inheritdoc/>
    public IEnumerable<string> Below(string folder) => files.Below(folder);
}
