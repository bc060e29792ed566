using System.Collections.Concurrent;
using BintrayPush.Api.Service;
using BintrayPush.Feed.Model;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Server.Feed.Index;

namespace BintrayPush.Server.Staging;

/// <summary>
/// What staged packages say of themselves. The index knows what is published alone, so they are read here, each content once as long as it
/// is remembered.
/// </summary>
internal sealed class StagedContents(IBintray bintray)
{
    private const int MostKnown = 4000;
    private const int AtOnce = 8;

    private readonly NuGetPackageReader _packages = NuGetLibrary.Reader(new PackageLimits());
    private readonly ConcurrentDictionary<(string Sha256, string Path), Known?> _known = new();

    /// <summary>Reads packages, in their order. What does not wait there as it was staged, or is no package, is left out.</summary>
    public async Task<IReadOnlyList<FeedFile>> ReadAsync(IReadOnlyList<StagedArtifact> artifacts, CancellationToken cancellation)
    {
        var found = new FeedFile?[artifacts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, artifacts.Count, options, async (i, token) => found[i] = await ReadAsync(artifacts[i], token));
        return [.. found.OfType<FeedFile>()];
    }

    private async Task<FeedFile?> ReadAsync(StagedArtifact artifact, CancellationToken cancellation)
    {
        var key = (artifact.File.Sha256, artifact.Version.Repository + "/" + artifact.File.Path.Value);
        if (!_known.TryGetValue(key, out var known))
        {
            var address = new FileAddress(artifact.Version.Repository, artifact.File.Path);
            using var download = await bintray.DownloadAsync(address, includeUnpublished: true, cancellation);
            if (download?.File.Sha256 != artifact.File.Sha256)
            {
                return null;
            }

            known = await SoundAsync(download, cancellation);
            if (_known.Count >= MostKnown)
            {
                _known.Clear();
            }

            _known[key] = known;
        }

        return known is null ? null : new FeedFile(
            new FeedPackage(known.Package)
            {
                Path = artifact.File.Path.Value,
                Size = artifact.File.Size,
                Published = known.Arrived,
            },
            artifact.Version,
            artifact.File.Sha256);
    }

    /// <summary>What is no sound package is in no feed: a leg may have been staged with any bytes.</summary>
    private async Task<Known?> SoundAsync(FileDownload download, CancellationToken cancellation)
    {
        try
        {
            return new Known(await _packages.ReadInstallableAsync(download.Content, cancellation), download.File.Created);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private sealed record Known(NuGetPackage Package, DateTimeOffset Arrived);
}
