using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>
/// The files of a static feed among the plain files of its repository. Each one is put there while the repository cannot become private:
/// when it does, they go with all others.
/// </summary>
internal sealed class PublicFeedFiles(IFeedFiles files, IServerStore store, RepositoryAddress repository) : IFeedFiles
{
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => files.ReadAsync(name, cancellation);

    public long? LengthOf(string name) => files.LengthOf(name);

    public async Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation)
    {
        using var held = await store.HoldPublicAsync(repository, cancellation);
        await files.WriteAsync(name, write, flush, cancellation);
    }

    public Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation) => store.ShowAgainAsync(
        new FileAddress(repository, RepositoryPath.Of(package.Package.Path)), package.Sha256, name, cancellation);

    public void Delete(string name) => files.Delete(name);

    public IEnumerable<string> Below(string folder) => files.Below(folder);
}
