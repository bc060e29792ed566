using BintrayPush.Server.Access;
using BintrayPush.Server.Feed.Index;
using BintrayPush.Server.Http;
using BintrayPush.Storage;

namespace BintrayPush.Server.Feed;

/// <summary>A package of a feed, as far as a push has to know it.</summary>
/// <param name="Version">The version that has published it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
internal sealed record PublishedPackage(VersionAddress Version, string Path, string Sha256);

/// <summary>
/// What is published already of what a client pushes. The index knows it; if there is none just now, the store is asked: nobody has to
/// wait with a release for what is only derived.
/// </summary>
internal sealed class PublishedPackages(IServerStore store, FeedIndex index, RepositoryFacts facts)
{
    /// <summary>The version that is pushed, if it is here, and the name under which its package is here.</summary>
    /// <param name="call">The push.</param>
    /// <param name="id">The id, in any letters.</param>
    /// <param name="version">The version, normalised, in any letters.</param>
    /// <exception cref="BintrayException">404: there is no such feed. 503: the store cannot be read.</exception>
    public async Task<(PublishedPackage? Version, string? Package)> FindAsync(Call call, string id, string version)
    {
        try
        {
            return await FeedCalls.AskAsync(index, facts, call, feed =>
            {
                var found = feed.Find(id, version);
                return (
                    found is null ? null : new PublishedPackage(found.Version, found.Package.Path, found.Sha256),
                    found?.Version.Package.Name ?? (feed.Numbers(id) is [.., var last] ? last.Package : null));
            });
        }
        catch (BintrayException failed) when (failed.Status == BintrayException.Unavailable)
        {
            return await LookAsync(call, id, version);
        }
    }

    /// <summary>All files that are a version of an id, in the order of their paths; none if it is not here.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public async Task<IReadOnlyList<PublishedPackage>> FindAllAsync(Call call, string id, string version)
    {
        try
        {
            return await FeedCalls.AskAsync<IReadOnlyList<PublishedPackage>>(index, facts, call, feed =>
                [.. feed.FindAll(id, version).Select(found => new PublishedPackage(found.Version, found.Package.Path, found.Sha256))]);
        }
        catch (BintrayException failed) when (failed.Status == BintrayException.Unavailable)
        {
            return (await LookAsync(call, id, version)).Version is { } only ? [only] : [];
        }
    }

    /// <summary>Among the files of the package of that name, by the name that clients and builds give a file.</summary>
    private async Task<(PublishedPackage? Version, string? Package)> LookAsync(Call call, string id, string version)
    {
        var names = (await store.ListAllPackagesAsync(call.Repository, call.Cancellation)).Select(package => package.Name);
        if (names.FirstOrDefault(known => known.Equals(id, StringComparison.OrdinalIgnoreCase)) is not { } name)
        {
            return (null, null);
        }

        var files = await store.Service.ListFilesAsync(
            PackageAddress.Of(call.Repository, name), includeUnpublished: false, call.Cancellation);
        var file = files.Published.FirstOrDefault(
            published => published.Path.FileName.Equals($"{id}.{version}.nupkg", StringComparison.OrdinalIgnoreCase));
        return (file is null ? null : new PublishedPackage(file.Version, file.Path.Value, file.Sha256!), name);
    }
}
