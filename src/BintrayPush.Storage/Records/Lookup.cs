using System.Collections.Concurrent;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Records;

/// <summary>A live package with its live repository.</summary>
internal sealed record PackagePlace(Stored<RepositoryRecord> Repository, Stored<PackageRecord> Package)
{
    public string RepositoryId => Repository.Value.RepositoryId;

    public string PackageId => Package.Value.PackageId;
}

/// <summary>A live version with what it lives in.</summary>
internal sealed record VersionPlace(PackagePlace In, Stored<VersionHead> Head)
{
    public string RepositoryId => In.RepositoryId;

    public string VersionId => Head.Value.VersionId;
}

/// <summary>
/// Finding things by their names. A thing is there if its record is, is no tombstone, and has exactly that name: letter case
/// counts, although case-only twins share a key.
/// </summary>
internal sealed class Lookup(Objects objects)
{
    public async Task<Stored<RepositoryRecord>?> RepositoryAsync(RepositoryAddress address, CancellationToken cancellation) =>
        await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false) is { Value.Deleted: false } found
            && found.Value.Name == address.Name && found.Value.Subject == address.Subject ? found : null;

    public async Task<Stored<RepositoryRecord>> RequireAsync(RepositoryAddress address, CancellationToken cancellation) =>
        await RepositoryAsync(address, cancellation).ConfigureAwait(false) ?? throw StoreRefusal.NoRepository(address);

    public async Task<PackagePlace?> PackageAsync(PackageAddress address, CancellationToken cancellation) =>
        await RepositoryAsync(address.Repository, cancellation).ConfigureAwait(false) is { } repository
            ? await PackageAsync(repository, address, cancellation).ConfigureAwait(false)
            : null;

    public async Task<PackagePlace> RequireAsync(PackageAddress address, CancellationToken cancellation)
    {
        var repository = await RequireAsync(address.Repository, cancellation).ConfigureAwait(false);
        return await PackageAsync(repository, address, cancellation).ConfigureAwait(false) ?? throw StoreRefusal.NoPackage(address);
    }

    public async Task<VersionPlace?> VersionAsync(VersionAddress address, CancellationToken cancellation) =>
        await PackageAsync(address.Package, cancellation).ConfigureAwait(false) is { } package
            ? await VersionAsync(package, address, cancellation).ConfigureAwait(false)
            : null;

    public async Task<VersionPlace> RequireAsync(VersionAddress address, CancellationToken cancellation)
    {
        var package = await RequireAsync(address.Package, cancellation).ConfigureAwait(false);
        return await VersionAsync(package, address, cancellation).ConfigureAwait(false) ?? throw StoreRefusal.NoVersion(address);
    }

    /// <summary>The version that owns a path, if it is alive, whatever the path holds.</summary>
    public async Task<VersionPlace?> OwnerAsync(Stored<RepositoryRecord> repository, PathOwner owner, CancellationToken cancellation)
    {
        var repositoryId = repository.Value.RepositoryId;
        var package = objects.PackageAsync(repositoryId, owner.Package, cancellation);
        var head = objects.HeadAsync(repositoryId, owner.PackageId, owner.Version, cancellation);
        await Task.WhenAll(package, head).ConfigureAwait(false);
        return await package.ConfigureAwait(false) is { Value.Deleted: false } livePackage && livePackage.Value.PackageId == owner.PackageId
            && await head.ConfigureAwait(false) is { Value.Deleted: false } liveHead && liveHead.Value.VersionId == owner.VersionId
                ? new VersionPlace(new PackagePlace(repository, livePackage), liveHead)
                : null;
    }

    /// <summary>What a version has published, in one consistent state.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="head">The head as it was read.</param>
    /// <param name="paths">
    /// The paths that will be asked for; <see langword="null"/> for all, none if only the number of files matters.
    /// </param>
    /// <returns>The manifest and the head that names it, which may be a later one than <paramref name="head"/>.</returns>
    public async Task<(Stored<VersionHead> Head, Manifest Manifest)> PublishedAsync(
        string repositoryId, Stored<VersionHead> head, CancellationToken cancellation, IReadOnlyCollection<string>? paths = null)
    {
        const int Tries = 100;

        // Each try reads only the pages that are new, so it comes to an end however often something is published meanwhile.
        var inHand = new ConcurrentDictionary<string, ManifestPage>();
        for (var i = 0; i < Tries; i++)
        {
            if (await objects.Manifests.ReadAsync(repositoryId, head.Value.Manifest, paths, cancellation, inHand)
                .ConfigureAwait(false) is { } manifest)
            {
                return (head, manifest);
            }

            // A part of the manifest was removed because the head had moved on since it was read.
            var again = await objects.ReadAsync(head.Key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
            if (again is null || again.Value.Manifest == head.Value.Manifest)
            {
                break;
            }

            head = again;
        }

        throw StoreRefusal.Damaged(Keys.Manifest(repositoryId, head.Value.Manifest ?? ""));
    }

    private async Task<PackagePlace?> PackageAsync(
        Stored<RepositoryRecord> repository, PackageAddress address, CancellationToken cancellation) =>
        await objects.PackageAsync(repository.Value.RepositoryId, address.Name, cancellation)
            .ConfigureAwait(false) is { Value.Deleted: false } found
            && found.Value.Name == address.Name ? new PackagePlace(repository, found) : null;

    /// <summary>A version in a package that was just read.</summary>
    public async Task<VersionPlace?> VersionAsync(PackagePlace package, VersionAddress address, CancellationToken cancellation) =>
        await objects.HeadAsync(package.RepositoryId, package.PackageId, address.Name, cancellation)
            .ConfigureAwait(false) is { Value.Deleted: false } found
            && found.Value.Name == address.Name ? new VersionPlace(package, found) : null;
}
