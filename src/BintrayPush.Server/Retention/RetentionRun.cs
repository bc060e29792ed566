using BintrayPush.Api.Service;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;

namespace BintrayPush.Server.Retention;

/// <summary>
/// Looks through a repository for versions that go by its rules, and deletes them as anybody else would: feeds, indexes and searches hear
/// of it. A version in which files wait for a publish is left alone, and so is one that has published nothing.
/// </summary>
internal sealed class RetentionRun(IServerStore store, RetentionRules rules, TimeProvider time)
{
    private readonly IBintray _bintray = store.Service;

    /// <summary>Looks for what goes.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <returns>What goes, package by package, and how many published versions stay.</returns>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store cannot be read.</exception>
    public async Task<(IReadOnlyList<GoingVersion> Going, int Staying)> LookAsync(
        RepositoryAddress repository, CancellationToken cancellation)
    {
        var details = await store.GetRepositoryDetailsAsync(repository, cancellation)
            ?? throw new BintrayException(BintrayException.NotFound, $"Repo '{repository.Name}' was not found");
        var going = new List<GoingVersion>();
        var staying = 0;
        foreach (var (name, _) in await store.ListAllPackagesAsync(repository, cancellation))
        {
            var (ofPackage, others) = await LookAsync(PackageAddress.Of(repository, name), details.Type, cancellation);
            going.AddRange(ofPackage);
            staying += others;
        }

        return (going, staying);
    }

    /// <summary>Deletes versions one after the other: who ends this has deleted those that were told, and no half of one.</summary>
    /// <param name="going">The versions.</param>
    /// <param name="passphrase">Opens the key with which an index is signed.</param>
    /// <param name="gone">Is told of each as soon as it is deleted.</param>
    /// <param name="stays">Is told of each that stays, and why.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What is deleted.</returns>
    public async Task<IReadOnlyList<GoingVersion>> DeleteAsync(
        IReadOnlyList<GoingVersion> going,
        Secret? passphrase,
        Action<GoingVersion> gone,
        Func<string, Task> stays,
        CancellationToken cancellation)
    {
        var deleted = new List<GoingVersion>();
        foreach (var version in going)
        {
            try
            {
                if (await DeleteAsync(version, passphrase, cancellation))
                {
                    deleted.Add(version);
                    gone(version);
                }
                else
                {
                    await stays($"{version.Address} stays: somebody has changed it since it was looked at. Run this again");
                }
            }
            catch (BintrayException refusal)
            {
                await stays($"{version.Address} was not deleted: {refusal.Message}");
            }
        }

        return deleted;
    }

    /// <summary>Deletes a version, if it is still what it was.</summary>
    /// <param name="version">The version.</param>
    /// <param name="passphrase">Opens the key with which an index is signed.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether it is deleted; otherwise somebody has published in it since, or uploads there.</returns>
    /// <exception cref="BintrayException">503: it may be deleted or not.</exception>
    private async Task<bool> DeleteAsync(GoingVersion version, Secret? passphrase, CancellationToken cancellation)
    {
        try
        {
            var files = await _bintray.ListFilesAsync(version.Address, includeUnpublished: true, cancellation);
            if (GoingVersion.Of(version.Address, files) != version)
            {
                return false;
            }

            await _bintray.DeleteVersionAsync(version.Address, cancellation, passphrase);
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            // Somebody else has deleted it.
        }

        return true;
    }

    private async Task<(IReadOnlyList<GoingVersion> Going, int Staying)> LookAsync(
        PackageAddress address, string? type, CancellationToken cancellation)
    {
        if (await _bintray.GetPackageAsync(address, cancellation) is not { } package)
        {
            return ([], 0);
        }

        var published = new List<GoingVersion>();
        foreach (var name in package.Versions)
        {
            var version = VersionAddress.Of(address, name);
            if (await ReadAsync(version, cancellation) is { } one)
            {
                published.Add(one);
            }
        }

        var names = RetentionDecision.Going(
            [.. published.Select(version => new RetainedVersion(version.Address.Name, version.LastFile))], type, rules, time.GetUtcNow());
        var going = published.Where(version => names.Contains(version.Address.Name)).ToList();
        return (going.Where(version => !version.HasPending).ToList(), published.Count - going.Count(version => !version.HasPending));
    }

    private async Task<GoingVersion?> ReadAsync(VersionAddress version, CancellationToken cancellation)
    {
        try
        {
            return GoingVersion.Of(version, await _bintray.ListFilesAsync(version, includeUnpublished: true, cancellation));
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return null;
        }
    }
}

/// <summary>A version that goes, as it was looked at.</summary>
/// <param name="Address">The version.</param>
/// <param name="Files">How many files it has published.</param>
/// <param name="Bytes">How many bytes they have; what other versions have, too, stays in the store.</param>
/// <param name="LastFile">When the last of them arrived.</param>
/// <param name="HasPending">Whether files wait there for a publish.</param>
internal sealed record GoingVersion(VersionAddress Address, int Files, long Bytes, DateTimeOffset LastFile, bool HasPending)
{
    /// <summary>A version with its files; <see langword="null"/> if it has published none.</summary>
    public static GoingVersion? Of(VersionAddress address, FileListing files) => files.Published.Count == 0
        ? null
        : new GoingVersion(
            address,
            files.Published.Count,
            files.Published.Sum(file => file.Size),
            files.Published.Max(file => file.Created),
            files.Unpublished.Count > 0);
}
