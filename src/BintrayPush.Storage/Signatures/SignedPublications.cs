using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Signatures;

/// <summary>
/// Publishes from repositories that want their files signed (<see cref="RepositoryDetails.GpgSignFiles"/>): what has no signature gets one
/// first, and nothing is public where that cannot be.
/// </summary>
internal sealed class SignedPublications(
    Objects objects, Lookup lookup, VersionSignatures? signatures, Publications publications, Publishing.Releases releases)
{
    private const int MaxTries = 5;

    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation) =>
        RetryAsync(
            async () =>
            {
                var expected = await SignedAsync(version, request.Expected, request.Passphrase, cancellation).ConfigureAwait(false);
                return await publications.PublishAsync(version, request with { Expected = expected }, cancellation).ConfigureAwait(false);
            },
            [version],
            cancellation);

    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation) => RetryAsync(
        async () =>
        {
            var signed = new List<ReleasedVersion>();
            foreach (var version in versions)
            {
                var expected = await SignedAsync(version.Version, version.Expected, version.Passphrase, cancellation).ConfigureAwait(false);
                signed.Add(version with { Expected = expected });
            }

            return await releases.PublishAsync(signed, cancellation).ConfigureAwait(false);
        },
        [.. versions.Select(version => version.Version)],
        cancellation);

    /// <summary>Whether nothing of a repository is to be public without a signature.</summary>
    public async Task<bool> AreWantedAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        await lookup.RepositoryAsync(repository, cancellation).ConfigureAwait(false) is { Value.Details.GpgSignFiles: true };

    /// <summary>Refuses a leg with files that have no signature in it: a seal publishes exactly what is in its legs.</summary>
    /// <exception cref="BintrayException">400: there is such a file.</exception>
    public async Task RequireSignedAsync(LegManifest manifest, CancellationToken cancellation)
    {
        foreach (var (version, files) in manifest.Versions)
        {
            if (!await AreWantedAsync(version.Repository, cancellation).ConfigureAwait(false))
            {
                continue;
            }

            var paths = files.Select(file => file.Path).ToHashSet();
            foreach (var path in paths.Where(path => !SignaturePath.IsOne(path.Value)))
            {
                if (!paths.Any(other => other.Value == SignaturePath.Of(path.Value))
                    && (signatures is null || !await signatures.HasPublicAsync(version, path, cancellation).ConfigureAwait(false)))
                {
                    throw StoreRefusal.BadRequest(
                        $"repository '{version.Repository.Name}' wants its files signed (gpg_sign_files), and '{path}' is not: sign the "
                            + "version before its leg is staged");
                }
            }

            await RequireGoodAsync(version, files, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What is called like a signature need not be one, nor one of this file.</summary>
    private async Task RequireGoodAsync(VersionAddress version, IReadOnlyList<LegFile> files, CancellationToken cancellation)
    {
        foreach (var path in files.Select(file => file.Path).Where(path => !SignaturePath.IsOne(path.Value)))
        {
            if (signatures is not null && !await signatures.IsSignedAsync(version, path, cancellation).ConfigureAwait(false))
            {
                throw StoreRefusal.BadRequest(
                    $"repository '{version.Repository.Name}' wants its files signed (gpg_sign_files), and the signature of '{path}' is of "
                        + "other bytes: sign the version before its leg is staged");
            }
        }
    }

    /// <returns>What is to be published, with the signatures that were made.</returns>
    private async Task<IReadOnlyList<ExpectedFile>?> SignedAsync(
        VersionAddress version, IReadOnlyList<ExpectedFile>? expected, Secret? passphrase, CancellationToken cancellation)
    {
        if (!await AreWantedAsync(version.Repository, cancellation).ConfigureAwait(false))
        {
            return expected;
        }

        if (signatures is null)
        {
            throw StoreRefusal.BadRequest(
                $"repository '{version.Repository.Name}' wants its files signed (gpg_sign_files), and no keys are kept here");
        }

        if (expected is null)
        {
            // Where no list came, what was signed is the list: what arrives after that would be public without a signature.
            return await signatures.SignAsync(version, passphrase, cancellation).ConfigureAwait(false);
        }

        var made = await signatures.SignAsync(version, expected, passphrase, cancellation).ConfigureAwait(false);
        return [.. expected, .. made.Where(file => expected.All(known => !known.Path.Equals(file.Path)))];
    }

    /// <summary>
    /// Signs and publishes once more where others have signed or uploaded something of it meanwhile. What is refused each time is refused.
    /// </summary>
    private async Task<PublishAnswer> RetryAsync(
        Func<Task<PublishAnswer>> publish, IReadOnlyList<VersionAddress> versions, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, "what is to be signed");
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await publish().ConfigureAwait(false);
            }
            catch (BintrayException conflict) when (conflict.Status == BintrayException.Conflict && tries < MaxTries)
            {
                if (!await AnyWantedAsync(versions, cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }

            await retry.AgainAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> AnyWantedAsync(IReadOnlyList<VersionAddress> versions, CancellationToken cancellation)
    {
        foreach (var repository in versions.Select(version => version.Repository).Distinct())
        {
            if (await AreWantedAsync(repository, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
