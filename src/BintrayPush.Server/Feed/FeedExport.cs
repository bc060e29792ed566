using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>Writes the feed of a repository as plain files.</summary>
/// <param name="store">The store.</param>
/// <param name="index">The folder of the index.</param>
/// <param name="warn">Gets what is worth a warning in the repository.</param>
internal sealed class FeedExport(IServerStore store, string index, Action<string> warn)
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(2);

    /// <summary>Writes it.</summary>
    /// <param name="repository">A repository of type <c>nuget</c>.</param>
    /// <param name="root">Where a web server will answer with the files.</param>
    /// <param name="folder">Where they are written to; <see langword="null"/> for beside the plain files of the repository.</param>
    /// <param name="cancellation">Ends the writing; what was written fits together.</param>
    /// <exception cref="BintrayException">There is no such feed, it is private, or the store cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<FeedReport> WriteAsync(
        RepositoryAddress repository, FeedRoot root, string? folder, CancellationToken cancellation)
    {
        var details = await store.GetRepositoryDetailsAsync(repository, cancellation)
            ?? throw new BintrayException(BintrayException.NotFound, $"there is no repository '{repository}'");
        if (details.Type != RepositoryTypes.NuGet)
        {
            throw new BintrayException(
                BintrayException.BadRequest, $"'{repository}' is of type '{details.Type ?? RepositoryTypes.Generic}': only one of type "
                    + $"'{RepositoryTypes.NuGet}' is a feed");
        }

        var target = new FeedFolder(folder ?? store.PublicFeed(repository));
        if (folder is null || IsServed(folder, store.PublicFeed(repository)))
        {
            // Asked before the folder is made.
            (await store.HoldPublicAsync(repository, cancellation)).Dispose();
        }

        using var locked = await target.LockAsync(LockLimit, TimeProvider.System, cancellation);
        // What it says of another export is not true any more.
        target.State = null;
        IFeedFiles files = folder is null
            ? new PublicFeedFiles(
                target,
                token => store.HoldPublicAsync(repository, token),
                (package, name, token) => store.ShowAgainAsync(package.In(repository), package.Sha256, name, token))
            : target;
        using var feeds = new FeedIndex(store, index, warn, Timeout.InfiniteTimeSpan, cancellation);
        return await feeds.AskAsync(
            repository,
            feed =>
            {
                var source = new IndexedPackages(feed, store.Service, repository);
                return new StaticFeed(root, repository.Subject, source, files).WriteAsync(cancellation);
            },
            cancellation);
    }

    /// <summary>Whether a folder lies among the plain files, which others serve: a feed is three folders below their root.</summary>
    private static bool IsServed(string folder, string publicFeed)
    {
        var root = Path.GetFullPath(Path.Combine(publicFeed, "..", "..", "..")) + Path.DirectorySeparatorChar;
        return (Path.GetFullPath(folder) + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.OrdinalIgnoreCase);
    }
}
