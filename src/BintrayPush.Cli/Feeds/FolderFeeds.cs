using BintrayPush.Destinations;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Storage;

namespace BintrayPush.Cli.Feeds;

/// <summary>Writes the static feeds of a folder, beside the plain files of its repositories.</summary>
/// <param name="path">The folder.</param>
internal sealed class FolderFeeds(string path) : IStaticFeeds
{
    /// <summary>How long another is waited for who writes the same feed: of a large one the first time takes minutes.</summary>
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(10);

    /// <summary>Whether all files are compared, also if nothing was published since they were written.</summary>
    public bool ComparesAll { get; init; }

    public async Task<StaticFeedResult> WriteAsync(RepositoryAddress repository, ServiceUrl downloads, CancellationToken cancellation)
    {
        try
        {
            return new StaticFeedResult(await WriteFeedAsync(repository, downloads, cancellation).ConfigureAwait(false), null);
        }
        catch (Exception cause) when (cause is BintrayException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new StaticFeedResult(null, StaticFeedProblems.Behind(repository, path, downloads, cause.Message));
        }
    }

    private async Task<WrittenFeed> WriteFeedAsync(RepositoryAddress repository, ServiceUrl downloads, CancellationToken cancellation)
    {
        var store = await FolderRepository.OpenAsync(path, cancellation).ConfigureAwait(false);

        // Asked before a folder is made for it.
        (await store.HoldPublicAsync(repository, cancellation).ConfigureAwait(false)).Dispose();
        var feed = store.PublicFeed(repository);
        var url = downloads.Below([repository.Subject, repository.Name, Path.GetFileName(feed)]).AbsoluteUri;
        var root = FeedRoot.TryParse(url, out var parsed, out var fault) ? parsed : throw new IOException(fault);
        var folder = new FeedFolder(feed);
        using var locked = await folder.LockAsync(LockLimit, TimeProvider.System, cancellation).ConfigureAwait(false);
        var index = $"{root}index.json";
        if (!ComparesAll && FeedState.Read(folder, root) is { } state
            && await store.Service.IsCurrentAsync(repository, state.Followed, cancellation).ConfigureAwait(false))
        {
            return new WrittenFeed(index, null, 0, 0, []);
        }

        folder.State = null;
        var packages = await StoredPackages.ReadAsync(store.Service, repository, cancellation).ConfigureAwait(false);
        var files = new PublicFeedFiles(
            folder,
            token => store.HoldPublicAsync(repository, token),
            (package, name, token) => store.ShowAgainAsync(package.In(repository), package.Sha256, name, token));
        var report = await new StaticFeed(root, repository.Subject, packages, files).WriteAsync(cancellation).ConfigureAwait(false);
        new FeedState(packages.Followed).Write(folder, root);
        return new WrittenFeed(index, report.Packages, report.Written, report.Removed, packages.Unsound);
    }
}
