using BintrayPush.Feed.StaticFeeds;
using BintrayPush.Formats.NuGet;

namespace BintrayPush.Feed.Tests.StaticFeeds;

/// <summary>Packages that a static feed is made of.</summary>
internal sealed class MemorySource(params IReadOnlyList<Nupkg> packages) : IFeedSource
{
    private readonly NuGetPackageReader _reader = new(new PackageLimits());

    public IReadOnlyList<string> Ids => [.. packages.Select(package => package.Package.LowerId).Distinct()];

    /// <summary>A package that is gone when its bytes are asked for.</summary>
    public Nupkg? Gone { get; init; }

    public IReadOnlyList<StaticPackage> Versions(string id) =>
        [.. packages.Where(package => package.Package.LowerId == id).OrderBy(package => package.Package.Package.Version)
            .Select(package => package.Published)];

    public Task<Stream?> OpenAsync(StaticPackage package, CancellationToken cancellation)
    {
        var found = packages.Single(one => one.Package == package.Package);
        return Task.FromResult<Stream?>(found == Gone ? null : new MemoryStream(found.Bytes, writable: false));
    }

    public Task<byte[]> ReadManifestAsync(Stream content, CancellationToken cancellation) =>
        _reader.ReadManifestAsync(content, cancellation);

    public Task<byte[]?> ReadEntryAsync(Stream content, string entry, CancellationToken cancellation) =>
        _reader.ReadEntryAsync(content, entry, cancellation);
}
