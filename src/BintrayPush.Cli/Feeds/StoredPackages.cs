using BintrayPush.Api.Service;
using BintrayPush.Destinations;
using BintrayPush.Feed.Model;
using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Formats.NuGet;
using BintrayPush.Storage;
using BintrayPush.Storage.Changes;

namespace BintrayPush.Cli.Feeds;

/// <summary>
/// What a repository of a folder publishes at one moment, read from the packages themselves. As on a server, the first by its path counts
/// of two files with one id and version, and what is no sound package is left out.
/// </summary>
internal sealed class StoredPackages : RepositorySource
{
    private const string Extension = ".nupkg";
    private const string OldSymbols = ".symbols.nupkg";

    private readonly Dictionary<string, List<StaticPackage>> _byId;

    private StoredPackages(
        IBintray bintray,
        RepositoryAddress repository,
        Dictionary<string, List<StaticPackage>> byId,
        string followed,
        IReadOnlyList<UnsoundPackage> unsound)
        : base(bintray, repository)
    {
        _byId = byId;
        Followed = followed;
        Unsound = unsound;
    }

    /// <summary>What names the moment (<see cref="ObjectStoreBintray.IsCurrentAsync"/>).</summary>
    public string Followed { get; }

    /// <summary>The files that have the name of a package and are not shown.</summary>
    public IReadOnlyList<UnsoundPackage> Unsound { get; }

    public override IReadOnlyList<string> Ids => [.. _byId.Keys.Order(StringComparer.Ordinal)];

    public override IReadOnlyList<StaticPackage> Versions(string id) => _byId[id];

    /// <summary>Reads them.</summary>
    /// <exception cref="BintrayException">The folder cannot be read.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static async Task<StoredPackages> ReadAsync(
        ObjectStoreBintray bintray, RepositoryAddress repository, CancellationToken cancellation)
    {
        var published = new PublishedFiles();
        var followed = await bintray.FollowAsync(repository, since: null, published, cancellation).ConfigureAwait(false);
        var reader = new NuGetPackageReader(new PackageLimits());
        var (found, unsound) = (new List<StaticPackage>(), new List<UnsoundPackage>());
        foreach (var (file, version) in published.All.Where(one => IsPackage(one.File.Path.Value)))
        {
            try
            {
                var address = new FileAddress(repository, file.Path);
                using var download = await bintray.DownloadAsync(address, includeUnpublished: false, cancellation).ConfigureAwait(false);
                if (download?.File.Sha256 is { } sha256)
                {
                    // It may have been replaced since: then the new one is shown, and the next push finds that something has changed.
                    var package = await reader.ReadInstallableAsync(download.Content, cancellation).ConfigureAwait(false);
                    found.Add(new StaticPackage(Shown(package, download, version), sha256));
                }
            }
            catch (InvalidDataException fault)
            {
                unsound.Add(new UnsoundPackage(file.Path.Value, fault.Message));
            }
        }

        var byVersion = found
            .OrderBy(package => package.Package.Path, StringComparer.Ordinal)
            .GroupBy(package => (package.Package.LowerId, package.Package.LowerVersion))
            .Select(same => same.ToList())
            .ToList();
        unsound.AddRange(byVersion.SelectMany(same => same.Skip(1).Select(other => new UnsoundPackage(
            other.Package.Path, $"it has the id and the version of '{same[0].Package.Path}'"))));
        var byId = byVersion
            .Select(same => same[0])
            .OrderBy(package => package.Package.Package.Version)
            .GroupBy(package => package.Package.LowerId)
            .ToDictionary(same => same.Key, same => same.ToList());
        return new StoredPackages(bintray, repository, byId, followed, unsound);
    }

    private static bool IsPackage(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
        && !path.EndsWith(OldSymbols, StringComparison.OrdinalIgnoreCase);

    private static FeedPackage Shown(NuGetPackage package, FileDownload download, PublishedVersion version) => new(package)
    {
        Path = download.File.Path.Value,
        Size = download.Content.Length,
        Published = download.File.Created,
        Listed = VersionNotes.IsListed(version.Attributes),
        Deprecation = VersionNotes.DeprecationOf(version.Attributes),
    };

    /// <summary>Takes down what it is told.</summary>
    private sealed class PublishedFiles : IPublishedVersions
    {
        private readonly Dictionary<string, PublishedVersion> _byKey = [];

        public IEnumerable<(RepositoryFile File, PublishedVersion Version)> All =>
            _byKey.Values.SelectMany(version => version.Files.Select(file => (file, version)));

        public Task ForgetAllAsync(CancellationToken cancellation)
        {
            _byKey.Clear();
            return Task.CompletedTask;
        }

        public Task ForgetPackageAsync(string package, CancellationToken cancellation)
        {
            foreach (var version in _byKey.Values.Where(version => version.Address.Package.Name == package).ToList())
            {
                _byKey.Remove(version.Key);
            }

            return Task.CompletedTask;
        }

        public Task ForgetAsync(string key, CancellationToken cancellation)
        {
            _byKey.Remove(key);
            return Task.CompletedTask;
        }

        public Task SetAsync(PublishedVersion version, CancellationToken cancellation)
        {
            _byKey[version.Key] = version;
            return Task.CompletedTask;
        }
    }
}
