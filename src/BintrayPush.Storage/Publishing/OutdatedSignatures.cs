using BintrayPush.Api.Service;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>
/// Signatures that are of the bytes which a file had before. What a key of the subject signed is no longer public once its file has other
/// bytes, or is gone; what somebody else signed is not ours to take away.
/// </summary>
/// <param name="objects">The store.</param>
/// <param name="keys">The keys of the subjects; <see langword="null"/> where none are kept, and so nothing is ours.</param>
internal sealed class OutdatedSignatures(Objects objects, ISigningKeys? keys)
{
    /// <summary>The paths, and those of their signatures: what must be known of a manifest to judge.</summary>
    public IEnumerable<string> Beside(IEnumerable<string> paths) =>
        keys is null ? paths : paths.SelectMany(
            path => new[] { path, SignaturePath.IsOne(path) ? SignaturePath.FileOf(path) : SignaturePath.Of(path) });

    /// <summary>What a publish leaves behind.</summary>
    /// <param name="subject">Whose the repository is.</param>
    /// <param name="manifest">What is public before.</param>
    /// <param name="files">What is to be public.</param>
    /// <param name="named">The paths that the caller has named; <see langword="null"/> if all that waits is published.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayException">409: a signature that was named is of other bytes.</exception>
    public async Task<Outdated> FindAsync(
        string subject,
        Manifest manifest,
        IReadOnlyList<PendingFile> files,
        IReadOnlyCollection<string>? named,
        CancellationToken cancellation)
    {
        if (keys is null)
        {
            return Outdated.Nothing;
        }

        var next = files.ToDictionary(file => file.Path, file => file.Upload.File);
        var warnings = new List<string>();
        var held = new List<string>();
        foreach (var signature in next.Keys.Where(SignaturePath.IsOne).ToList())
        {
            var path = SignaturePath.FileOf(signature);
            var signed = next.TryGetValue(path, out var file) ? file : manifest.At(path);
            // One that was made here is of nothing where its file is not public.
            var isOutdated = signed is null ? next[signature].Signs is not null
                : await IsOutdatedAsync(subject, next[signature], signed, isReplaced: false, cancellation).ConfigureAwait(false) == true;
            if (isOutdated)
            {
                Require(named is null, signature, path);
                next.Remove(signature);
                held.Add(signature);
                warnings.Add($"'{signature}' is not published: it is of other bytes than '{path}' has; sign it again, or delete it");
            }
        }

        var gone = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, file) in next.Select(file => (file.Key, file.Value)).Where(file => !SignaturePath.IsOne(file.Key)))
        {
            var signature = SignaturePath.Of(path);
            var before = manifest.At(path);
            if (before?.Sha256 != file.Sha256 && !next.ContainsKey(signature) && manifest.At(signature) is { } there)
            {
                var isOutdated = await IsOutdatedAsync(subject, there, file, isReplaced: before is not null, cancellation)
                    .ConfigureAwait(false);
                if (isOutdated == true)
                {
                    Require(named?.Contains(signature) != true, signature, path);
                    gone[signature] = there.Upload;
                    warnings.Add($"'{signature}' is no longer public: it was of the bytes that '{path}' had before; sign it again");
                }
                else if (isOutdated is null)
                {
                    warnings.Add(
                        $"'{signature}' was there before '{path}' had its bytes, and no key that is kept here made it: it may be of the "
                            + "former ones");
                }
            }
        }

        return new Outdated(gone, held, Commits.Joined(warnings));
    }

    /// <summary>
    /// Refuses what would leave a file public without a signature of its bytes, in a repository that wants its files signed: whoever
    /// signed it did so some time before, and may have signed other bytes.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="before">What is public before.</param>
    /// <param name="next">What is to be public.</param>
    /// <param name="changed">The paths of which something becomes public or is no longer.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayException">409: there is such a file.</exception>
    public async Task RequireSignedAsync(
        RepositoryRecord repository, Manifest before, Manifest next, IEnumerable<string> changed, CancellationToken cancellation)
    {
        if (keys is null || repository.Details.GpgSignFiles != true)
        {
            return;
        }

        foreach (var path in changed.Select(path => SignaturePath.IsOne(path) ? SignaturePath.FileOf(path) : path).Distinct())
        {
            if (SignaturePath.IsOne(path) || next.At(path) is not { } file)
            {
                continue;
            }

            var place = SignaturePath.Of(path);
            var signature = next.At(place);
            var isSigned = await MatchAsync(repository.Subject, signature, file, cancellation).ConfigureAwait(false) switch
            {
                SignatureMatch.Good => true,
                SignatureMatch.UnknownKey =>
                    await MayStandAsync(repository.Subject, path, before, next, cancellation).ConfigureAwait(false),
                _ => false,
            };
            if (!isSigned)
            {
                var cure = signature is null ? "publish again, which signs it" : $"delete '{place}', and publish again, which signs it";
                throw StoreRefusal.Conflict(
                    $"nothing was published: '{path}' would have no signature of its bytes, and repository '{repository.Name}' wants its "
                        + $"files signed (gpg_sign_files); {cure}");
            }
        }
    }

    /// <summary>Whether a key that is kept here made a signature, of just the bytes of the file.</summary>
    public async Task<bool> IsOursAsync(string subject, FileEntry signature, FileEntry file, CancellationToken cancellation) =>
        await MatchAsync(subject, signature, file, cancellation).ConfigureAwait(false) == SignatureMatch.Good;

    /// <summary>
    /// Whether a signature by a key that nobody here knows counts: its publisher's word does for bytes that are not newer than it, and
    /// where it takes no good one away.
    /// </summary>
    private async Task<bool> MayStandAsync(
        string subject, string path, Manifest before, Manifest next, CancellationToken cancellation)
    {
        var place = SignaturePath.Of(path);
        var isNew = before.At(place)?.Upload != next.At(place)!.Upload;
        return isNew
            ? before.At(path)?.Sha256 != next.At(path)!.Sha256
                || await MatchAsync(subject, before.At(place), next.At(path)!, cancellation).ConfigureAwait(false) != SignatureMatch.Good
            : before.At(path)?.Sha256 == next.At(path)!.Sha256;
    }

    /// <returns><see langword="null"/> if there is none, or it cannot be compared.</returns>
    private async Task<SignatureMatch?> MatchAsync(
        string subject, FileEntry? signature, FileEntry file, CancellationToken cancellation)
    {
        if (signature?.Signs is { } signed)
        {
            return signed == file.Sha256 ? SignatureMatch.Good : SignatureMatch.OtherContent;
        }

        if (signature is null
            || await MatchAsync(subject, signature, Stream.Null, cancellation).ConfigureAwait(false) is not { } match)
        {
            return null;
        }

        if (match is not (SignatureMatch.Good or SignatureMatch.OtherContent))
        {
            return match;
        }

        using var content = await objects.Store.OpenAsync(Keys.Content(file.Content), cancellation).ConfigureAwait(false);
        return content is null ? null : await MatchAsync(subject, signature, content, cancellation).ConfigureAwait(false);
    }

    /// <summary>The signature that goes with a file which is deleted.</summary>
    /// <returns><see langword="null"/> if there is none, or none that a key of the subject made.</returns>
    public async Task<string?> OfDeletedAsync(string subject, Manifest manifest, string path, CancellationToken cancellation)
    {
        var signature = SignaturePath.Of(path);
        return keys is not null && !SignaturePath.IsOne(path) && manifest.At(signature) is { } there
            && (there.Signs is not null || await MatchAsync(subject, there, Stream.Null, cancellation).ConfigureAwait(false)
                is SignatureMatch.Good or SignatureMatch.OtherContent or SignatureMatch.RevokedKey)
            ? signature
            : null;
    }

    private static void Require(bool isAllowed, string signature, string path)
    {
        if (!isAllowed)
        {
            throw StoreRefusal.Conflict(
                $"nothing was published: '{signature}' is of other bytes than '{path}' has; sign it again, or leave it out");
        }
    }

    /// <returns><see langword="null"/> if nobody here can tell.</returns>
    private async Task<bool?> IsOutdatedAsync(
        string subject, FileEntry signature, FileEntry file, bool isReplaced, CancellationToken cancellation)
    {
        if (signature.Signs is { } signed)
        {
            return signed != file.Sha256;
        }

        // Whose it is does not hang on what it is of, and most are of somebody else's key: then the file need not be read.
        switch (await MatchAsync(subject, signature, Stream.Null, cancellation).ConfigureAwait(false))
        {
            case null or SignatureMatch.UnknownKey:
                return null;
            case SignatureMatch.RevokedKey:
                // It is not compared any more; what was there before the bytes is of others.
                return isReplaced ? true : null;
            case SignatureMatch.NoSignature:
                // A text that is called so has nothing to do with the file.
                return false;
        }

        using var content = await objects.Store.OpenAsync(Keys.Content(file.Content), cancellation).ConfigureAwait(false);
        return content is null ? null
            : await MatchAsync(subject, signature, content, cancellation).ConfigureAwait(false) == SignatureMatch.OtherContent;
    }

    /// <returns><see langword="null"/> if it cannot be compared, now or later: what is published does not hang on that.</returns>
    private async Task<SignatureMatch?> MatchAsync(string subject, FileEntry signature, Stream content, CancellationToken cancellation)
    {
        if (signature.Size > SignaturePath.Largest)
        {
            return SignatureMatch.NoSignature;
        }

        using var bytes = new MemoryStream();
        using (var stored = await objects.Store.OpenAsync(Keys.Content(signature.Content), cancellation).ConfigureAwait(false))
        {
            if (stored is null)
            {
                return null;
            }

            await stored.CopyToAsync(bytes, SignaturePath.Largest, cancellation).ConfigureAwait(false);
        }

        try
        {
            return await keys!.CompareAsync(subject, bytes.ToArray(), content, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (!BintrayException.IsTransient(refusal.Status))
        {
            return null;
        }
    }
}

/// <summary>What a publish leaves behind of signatures.</summary>
/// <param name="Gone">Those that are public and will not be, each with its upload.</param>
/// <param name="Held">Those that wait for a publish, and go on waiting.</param>
/// <param name="Warning">Says so; <see langword="null"/> if there is nothing to say.</param>
internal sealed record Outdated(IReadOnlyDictionary<string, string> Gone, IReadOnlyCollection<string> Held, string? Warning)
{
    /// <summary>Nothing.</summary>
    public static readonly Outdated Nothing = new(new Dictionary<string, string>(), [], null);
}
