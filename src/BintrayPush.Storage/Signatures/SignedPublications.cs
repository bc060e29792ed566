using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Signatures;

/// <summary>
/// Publishes from repositories that want their files signed (<see cref="RepositoryDetails.GpgSignFiles"/>): what has no signature gets one
/// first, and nothing is public where that cannot be.
/// </summary>
internal sealed class SignedPublications(
    Lookup lookup, VersionSignatures? signatures, Publications publications, Publishing.Releases releases)
{
    public async Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation)
    {
        var expected = await SignedAsync(version, request.Expected, request.Passphrase, cancellation).ConfigureAwait(false);
        return await publications.PublishAsync(version, request with { Expected = expected }, cancellation).ConfigureAwait(false);
    }

    public async Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation)
    {
        var signed = new List<ReleasedVersion>();
        foreach (var version in versions)
        {
            var expected = await SignedAsync(version.Version, version.Expected, version.Passphrase, cancellation).ConfigureAwait(false);
            signed.Add(version with { Expected = expected });
        }

        return await releases.PublishAsync(signed, cancellation).ConfigureAwait(false);
    }

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

        var signed = await signatures.SignAsync(version, passphrase, cancellation).ConfigureAwait(false);
        // Where no list came, what was signed is the list: what arrives after that would be public without a signature. With a list other
        // files of the version wait for somebody else's publish, and so do their signatures.
        return expected is null
            ? signed.All
            : [.. expected, .. signed.Signatures.Where(file => expected.All(known => !known.Path.Equals(file.Path))
                && expected.Any(known => known.Path.Value == SignaturePath.FileOf(file.Path.Value)))];
    }
}
