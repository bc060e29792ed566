using BintrayPush.Feed.StaticFeeds;
using NuGet.Common;
using NuGet.Protocol.Core.Types;

namespace BintrayPush.Feed.Tests.StaticFeeds;

/// <summary>A folder of files behind a web server, and the client of the feed that they are.</summary>
internal sealed class StaticFeedScene : IAsyncDisposable
{
    private readonly Loopback _server;

    private StaticFeedScene(string folder, Loopback server)
    {
        Folder = folder;
        _server = server;
    }

    public string Folder { get; }

    public string Root => _server.Root;

    public Loopback Server => _server;

    public static async Task<StaticFeedScene> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bintray-static-").FullName;
        return new StaticFeedScene(folder, await Loopback.StartAsync(folder));
    }

    public Task<FeedReport> WriteAsync(params IReadOnlyList<Nupkg> packages) =>
        WriteAsync(new MemorySource(packages), new FeedFolder(Folder));

    public Task<FeedReport> WriteAsync(IFeedSource source, IFeedFiles files)
    {
        Assert.IsTrue(FeedRoot.TryParse(Root, out var root, out var fault), fault);
        return new StaticFeed(root, "acme", source, files).WriteAsync(CancellationToken.None);
    }

    /// <summary>The files, but for those that no client asks for.</summary>
    public IReadOnlyList<string> Files() => [.. new FeedFolder(Folder).Below("").Order(StringComparer.Ordinal)];

    /// <summary>The versions of an id that a client finds and gets, and that those have which it is told of.</summary>
    public async Task<string> VersionsAsync(string id)
    {
        using var cache = Loopback.NoCache;
        var packages = await _server.ClientAsync<FindPackageByIdResource>();
        var versions = (await packages.GetAllVersionsAsync(id, cache, NullLogger.Instance, default)).ToList();
        foreach (var version in versions)
        {
            using var content = new MemoryStream();
            Assert.IsTrue(
                await packages.CopyNupkgToStreamAsync(id, version, content, cache, NullLogger.Instance, default), $"{id} {version}");
            Assert.AreNotEqual(0, content.Length);
        }

        return string.Join(' ', versions.Order());
    }

    /// <summary>What is said of the versions of an id.</summary>
    public async Task<IReadOnlyList<IPackageSearchMetadata>> MetadataAsync(string id)
    {
        using var cache = Loopback.NoCache;
        var metadata = await _server.ClientAsync<PackageMetadataResource>();
        var found = await metadata.GetMetadataAsync(id, true, true, cache, NullLogger.Instance, default);
        return [.. found.OrderBy(version => version.Identity.Version)];
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
