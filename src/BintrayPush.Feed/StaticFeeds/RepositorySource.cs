using BintrayPush.Api.Service;
using BintrayPush.Formats.NuGet;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>What a repository publishes, as a static feed is made of it. Which packages these are, whoever derives from it knows.</summary>
/// <param name="bintray">The service with the repository.</param>
/// <param name="repository">The repository.</param>
public abstract class RepositorySource(IBintray bintray, RepositoryAddress repository) : IFeedSource
{
    private readonly NuGetPackageReader _packages = new(new PackageLimits());

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Ids { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<StaticPackage> Versions(string id);

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(StaticPackage package, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var download = await bintray.DownloadAsync(package.In(repository), includeUnpublished: false, cancellation).ConfigureAwait(false);
        if (download?.File.Sha256 == package.Sha256)
        {
            return download.Content;
        }

        download?.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadManifestAsync(Stream content, CancellationToken cancellation) =>
        _packages.ReadManifestAsync(content, cancellation);

    /// <inheritdoc/>
    public Task<byte[]?> ReadEntryAsync(Stream content, string entry, CancellationToken cancellation) =>
        _packages.ReadEntryAsync(content, entry, cancellation);
}
