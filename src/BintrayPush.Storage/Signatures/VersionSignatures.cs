using BintrayPush.Api.Service;
using BintrayPush.Storage.Files;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Signatures;

/// <summary>
/// Signs files with the key of their subject (protocol reference, section 10): an armoured detached signature beside each, which is an
/// upload like any other and waits for a publish. What is signed already by that key stays; so does what somebody else signed.
/// </summary>
internal sealed class VersionSignatures(ISigningKeys keys, Listings listings, Downloads downloads, Uploads uploads)
{
    /// <summary>Signs what is not signed of a version, published or not.</summary>
    /// <returns>All that waits for a publish, as it was signed.</returns>
    /// <exception cref="BintrayException">
    /// 400: there is no key, or it cannot sign; or a signature has no place. 404: there is no such version. Nothing was written.
    /// </exception>
    public async Task<IReadOnlyList<ExpectedFile>> SignAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation)
    {
        var listing = await listings.OfVersionAsync(version, includeUnpublished: true, cancellation).ConfigureAwait(false);
        var made = await SignAsync(version, [.. listing.Published.Concat(listing.Unpublished)], passphrase, cancellation)
            .ConfigureAwait(false);
        return [.. await WaitingAsync(listing, made, cancellation).ConfigureAwait(false), .. made];
    }

    /// <summary>Signs those files of a version that wait for a publish with these bytes. All others are somebody else's matter.</summary>
    /// <returns>Their signatures that wait for a publish.</returns>
    /// <inheritdoc cref="SignAsync(VersionAddress, Secret, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<ExpectedFile>> SignAsync(
        VersionAddress version, IReadOnlyList<ExpectedFile> expected, Secret? passphrase, CancellationToken cancellation)
    {
        var listing = await listings.OfVersionAsync(version, includeUnpublished: true, cancellation).ConfigureAwait(false);
        var named = expected.ToLookup(file => file.Path, file => file.Sha256);
        return await SignAsync(
            version,
            [.. listing.Unpublished.Where(file => named[file.Path].Contains(file.Sha256, StringComparer.OrdinalIgnoreCase))],
            passphrase,
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Signs one file.</summary>
    /// <returns>The signature, if it waits for a publish.</returns>
    /// <exception cref="BintrayException">
    /// 400: there is no key, or it cannot sign; or the signature has no place. 404: there is no such file. Nothing was written.
    /// </exception>
    public async Task<IReadOnlyList<ExpectedFile>> SignAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation)
    {
        using var signer = await OpenAsync(file.Repository, passphrase, cancellation).ConfigureAwait(false);
        return await SignAsync(file, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens the key of a repository's subject, which is slow on purpose where it has a passphrase.</summary>
    /// <exception cref="BintrayException">400: there is no key, or it cannot sign.</exception>
    public Task<ISigner> OpenAsync(RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation) =>
        keys.OpenAsync(repository.Subject, passphrase, cancellation);

    /// <summary>Refuses a file that could not be signed once it is there, because of what is in its signature's place.</summary>
    /// <exception cref="BintrayException">400: no signature is there, or there is no such place. 409: it is another version's.</exception>
    public async Task RequirePlaceAsync(VersionAddress version, RepositoryPath file, CancellationToken cancellation)
    {
        if (SignaturePath.IsOne(file.Value))
        {
            return;
        }

        var signature = PlaceOf(file);
        using var there = await OpenAsync(version, signature, cancellation).ConfigureAwait(false);
        if (there is null)
        {
            return;
        }

        if (there.File.Version is { } owner && !version.Equals(owner))
        {
            throw StoreRefusal.Conflict(
                $"'{file}' cannot be signed: '{signature}' already exists in version '{owner.Name}' of package '{owner.Package.Name}'");
        }

        var bytes = await ReadAsync(file, signature, there, cancellation).ConfigureAwait(false);
        // Whether it is a signature does not depend on what it is of.
        if (await keys.CompareAsync(version.Repository.Subject, bytes, Stream.Null, cancellation).ConfigureAwait(false)
            == SignatureMatch.NoSignature)
        {
            throw NoSignature(file, signature);
        }
    }

    /// <summary>Whether a file has a signature that is of its bytes, as far as the keys that are kept here can tell.</summary>
    /// <exception cref="BintrayException">400: what is in the place of the signature is none.</exception>
    public async Task<bool> IsSignedAsync(VersionAddress version, RepositoryPath file, CancellationToken cancellation) =>
        await FindAsync(version, file, PlaceOf(file), cancellation).ConfigureAwait(false) is not null;

    /// <summary>Whether everybody can see a signature of these bytes of a file, as far as the keys that are kept here can tell.</summary>
    /// <exception cref="BintrayException">400: what is in the place of the signature is none.</exception>
    public async Task<bool> HasPublicAsync(VersionAddress version, RepositoryPath file, CancellationToken cancellation) =>
        await FindAsync(version, file, PlaceOf(file), cancellation).ConfigureAwait(false) is { IsPublic: true };

    /// <summary>Signs one file by a key that is open.</summary>
    /// <inheritdoc cref="SignAsync(FileAddress, Secret, CancellationToken)" path="/returns"/>
    /// <exception cref="BintrayException">400: the signature has no place. 404: there is no such file. Nothing was written.</exception>
    public async Task<IReadOnlyList<ExpectedFile>> SignAsync(FileAddress file, ISigner signer, CancellationToken cancellation)
    {
        using var found = await downloads.OpenAsync(file, includeUnpublished: true, cancellation).ConfigureAwait(false)
            ?? throw StoreRefusal.NoFile(file.Path);
        var (unsigned, waiting) = await LookAsync(found.Listed!.Version, [found.Listed], cancellation).ConfigureAwait(false);
        return await SignAsync(found.Listed.Version, unsigned, waiting, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>The key is opened only if there is something to sign: what is all signed needs neither key nor passphrase.</summary>
    private async Task<IReadOnlyList<ExpectedFile>> SignAsync(
        VersionAddress version, IReadOnlyList<RepositoryFile> files, Secret? passphrase, CancellationToken cancellation)
    {
        var (unsigned, waiting) = await LookAsync(version, files, cancellation).ConfigureAwait(false);
        if (unsigned.Count == 0)
        {
            return waiting;
        }

        using var signer = await OpenAsync(version.Repository, passphrase, cancellation).ConfigureAwait(false);
        return await SignAsync(version, unsigned, waiting, signer, cancellation).ConfigureAwait(false);
    }

    /// <summary>What is to be signed, and the signatures that wait already. All doubts are settled before the first is written.</summary>
    private async Task<(IReadOnlyList<(RepositoryPath File, RepositoryPath Signature)> Unsigned, List<ExpectedFile> Waiting)> LookAsync(
        VersionAddress version, IReadOnlyList<RepositoryFile> files, CancellationToken cancellation)
    {
        var unsigned = new List<(RepositoryPath File, RepositoryPath Signature)>();
        var waiting = new List<ExpectedFile>();
        foreach (var path in files.Select(file => file.Path).Distinct().Where(path => !SignaturePath.IsOne(path.Value)))
        {
            var signature = PlaceOf(path);
            if (await FindAsync(version, path, signature, cancellation).ConfigureAwait(false) is not { } found)
            {
                unsigned.Add((path, signature));
            }
            else if (!found.IsPublic)
            {
                waiting.Add(new ExpectedFile(signature, found.Sha256));
            }
        }

        return (unsigned, waiting);
    }

    /// <summary>Makes the signatures.</summary>
    /// <returns>All that wait: what waited already and what was made.</returns>
    private async Task<IReadOnlyList<ExpectedFile>> SignAsync(
        VersionAddress version,
        IReadOnlyList<(RepositoryPath File, RepositoryPath Signature)> unsigned,
        List<ExpectedFile> waiting,
        ISigner signer,
        CancellationToken cancellation)
    {
        foreach (var (file, signature) in unsigned)
        {
            if (await SignAsync(signer, version, file, cancellation).ConfigureAwait(false) is not var (bytes, signed))
            {
                continue;
            }

            // To sign takes its time: what somebody else has brought meanwhile stays.
            if (await FindAsync(version, file, signature, cancellation).ConfigureAwait(false) is { } brought)
            {
                waiting.AddRange(brought.IsPublic ? [] : [new ExpectedFile(signature, brought.Sha256)]);
            }
            else
            {
                var upload = new UploadRequest { Version = version, Path = signature, Override = true, Size = bytes.Length };
                var answer = await uploads.UploadAsync(upload, new MemoryStream(bytes), cancellation, signed).ConfigureAwait(false);
                waiting.Add(new ExpectedFile(signature, answer.Sha256!));
            }
        }

        return waiting;
    }

    /// <summary>What waited before it was signed, without signatures that are made anew, or whose file is gone.</summary>
    private async Task<IReadOnlyList<ExpectedFile>> WaitingAsync(
        FileListing listing, IReadOnlyList<ExpectedFile> signatures, CancellationToken cancellation)
    {
        var files = listing.Published.Concat(listing.Unpublished).Select(file => file.Path.Value).ToHashSet(StringComparer.Ordinal);
        var made = signatures.Select(signature => signature.Path).ToHashSet();
        var waiting = new List<ExpectedFile>();
        foreach (var file in listing.Unpublished.Where(file => !made.Contains(file.Path)))
        {
            var isOfNothing = SignaturePath.IsOne(file.Path.Value) && !files.Contains(SignaturePath.FileOf(file.Path.Value))
                && await downloads.SignedBytesAsync(new FileAddress(file.Version.Repository, file.Path), cancellation)
                    .ConfigureAwait(false) is not null;
            if (!isOfNothing)
            {
                waiting.Add(new ExpectedFile(file.Path, file.Sha256!));
            }
        }

        return waiting;
    }

    /// <returns>The signature, and the SHA-256 of what it is of; <see langword="null"/> if the file is gone.</returns>
    private async Task<(byte[] Signature, string Signed)?> SignAsync(
        ISigner signer, VersionAddress version, RepositoryPath path, CancellationToken cancellation)
    {
        using var file = await OpenAsync(version, path, cancellation).ConfigureAwait(false);
        return file is null ? null : (await signer.SignAsync(file.Content, cancellation).ConfigureAwait(false), file.File.Sha256!);
    }

    /// <summary>The signature that a file has.</summary>
    /// <returns><see langword="null"/> if it needs one: there is none in this version, or one of other bytes.</returns>
    private async Task<(bool IsPublic, string Sha256)?> FindAsync(
        VersionAddress version, RepositoryPath path, RepositoryPath signature, CancellationToken cancellation)
    {
        byte[] bytes;
        (bool IsPublic, string Sha256) found;
        using (var there = await OpenAsync(version, signature, cancellation).ConfigureAwait(false))
        {
            if (there is null || !version.Equals(there.File.Version))
            {
                return null;
            }

            found = (there.Published, there.File.Sha256!);
            bytes = await ReadAsync(path, signature, there, cancellation).ConfigureAwait(false);
        }

        using var file = await OpenAsync(version, path, cancellation).ConfigureAwait(false);
        if (file is null)
        {
            return found;
        }

        // Whatever key has made it, and whether or not that one is kept here.
        var address = new FileAddress(version.Repository, signature);
        var signed = await downloads.SignedBytesAsync(address, cancellation).ConfigureAwait(false);
        if (signed is not null && signed != file.File.Sha256)
        {
            return null;
        }

        // What was made here of these bytes need not be read again, only whose it is: its key may be revoked.
        var compared = signed is null ? file.Content : Stream.Null;
        return await keys.CompareAsync(version.Repository.Subject, bytes, compared, cancellation).ConfigureAwait(false) switch
        {
            SignatureMatch.Good => found,
            // Its publisher's word counts for the bytes that it came with or after, and not for those that came later.
            SignatureMatch.UnknownKey when found.IsPublic && !file.Published => null,
            SignatureMatch.UnknownKey => found,
            SignatureMatch.OtherContent when signed is not null => found,
            // Somebody's text, perhaps: it is not ours to replace.
            SignatureMatch.NoSignature => throw NoSignature(path, signature),
            _ => null,
        };
    }

    private async Task<FileDownload?> OpenAsync(VersionAddress version, RepositoryPath path, CancellationToken cancellation) =>
        await downloads.OpenAsync(new FileAddress(version.Repository, path), includeUnpublished: true, cancellation).ConfigureAwait(false);

    private static async Task<byte[]> ReadAsync(
        RepositoryPath file, RepositoryPath signature, FileDownload there, CancellationToken cancellation)
    {
        if (there.File.Size > SignaturePath.Largest)
        {
            throw NoSignature(file, signature);
        }

        using var bytes = new MemoryStream();
        await there.Content.CopyToAsync(bytes, SignaturePath.Largest, cancellation).ConfigureAwait(false);
        return bytes.ToArray();
    }

    private static RepositoryPath PlaceOf(RepositoryPath file) =>
        RepositoryPath.TryParse(SignaturePath.Of(file.Value), out var signature, out var fault)
            ? signature
            : throw StoreRefusal.BadRequest($"'{file}' cannot be signed: its signature would have no path ({fault})");

    private static BintrayException NoSignature(RepositoryPath file, RepositoryPath signature) =>
        StoreRefusal.BadRequest($"'{file}' cannot be signed: '{signature}' is there, and no signature");
}
