using BintrayPush.Api.Service;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Packages;
using BintrayPush.Server.Feed.Index;

namespace BintrayPush.Server.Feed;

/// <summary>What the index knows of a feed at one moment, as a static feed is made of it.</summary>
internal sealed class IndexedPackages(FeedReader feed, IBintray bintray, RepositoryAddress repository) : IFeedSource
{
    private readonly NuGetPackageReader _packages = new(new PackageLimits());

    public IReadOnlyList<string> Ids { get; } = feed.Ids();

    public IReadOnlyList<StaticPackage> Versions(string id) =>
        [.. feed.Versions(id).Select(file => new StaticPackage(file.Package, file.Sha256))];

    public async Task<Stream?> OpenAsync(StaticPackage package, CancellationToken cancellation)
    {
        var file = new FileAddress(repository, RepositoryPath.Of(package.Package.Path));
        var download = await bintray.DownloadAsync(file, includeUnpublished: false, cancellation);
        if (download?.File.Sha256 == package.Sha256)
        {
            return download.Content;
        }

        download?.Dispose();
        return null;
    }

    public Task<byte[]> ReadManifestAsync(Stream content, CancellationToken cancellation) =>
        _packages.ReadManifestAsync(content, cancellation);

    public Task<byte[]?> ReadEntryAsync(Stream content, string entry, CancellationToken cancellation) =>
        _packages.ReadEntryAsync(content, entry, cancellation);
}
