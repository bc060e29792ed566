using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>Publishing (protocol reference, section 9). The commit point is the version's head.</summary>
internal sealed class Publications(
    Objects objects, Lookup lookup, PendingFiles pending, Commits commits, PublicView view, OutdatedSignatures outdated)
{
    public async Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            if (await FindAsync(version, request.Expected, cancellation).ConfigureAwait(false) is not { } publication)
            {
                continue;
            }

            if (publication.Files.Count == 0)
            {
                if (request.Expected is not null && await commits.NowAsync(publication.Place.In).ConfigureAwait(false) is null)
                {
                    // What it saw may have been committed below a package that was deleted before: then it never was public.
                    continue;
                }

                var warning = await VouchAsync(publication.Place, cancellation, request.Passphrase).ConfigureAwait(false);
                return new PublishAnswer(0, Joined(publication.Warning, warning)) { IsDone = true };
            }

            await view.RequireSignerAsync(publication.Place.In.Repository, request.Passphrase, cancellation).ConfigureAwait(false);
            await view.RequireUniqueAsync(publication.Place.In.Repository, FilesOf([publication]), cancellation).ConfigureAwait(false);
            await PrepareFilesAsync(publication, cancellation).ConfigureAwait(false);
            if (await commits.TryAsync(publication.Place, publication.Next, cancellation, request.Passphrase)
                .ConfigureAwait(false) is { } answer)
            {
                await UnmarkAsync(publication, cancellation).ConfigureAwait(false);
                return new PublishAnswer(publication.Files.Count, Joined(publication.Warning, answer.Warning)) { IsDone = true };
            }
        }
    }

    /// <summary>What publications of one repository make public, by the paths.</summary>
    public static IReadOnlyDictionary<string, FileEntry> FilesOf(IEnumerable<Publication> publications) => publications
        .SelectMany(publication => publication.Files).GroupBy(file => file.Path)
        .ToDictionary(file => file.Key, file => file.First().Upload.File);

    /// <summary>What there is to publish of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="expected">Exactly these files; <see langword="null"/> for all that is pending.</param>
    /// <returns><see langword="null"/> if the version has changed while it was looked at: look again.</returns>
    /// <exception cref="BintrayException">404: there is no such version. 409: it is not as expected.</exception>
    public async Task<Publication?> FindAsync(
        VersionAddress version, IReadOnlyList<ExpectedFile>? expected, CancellationToken cancellation)
    {
        var place = await lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
        IReadOnlyList<PendingFile> uploads = expected is null
            ? await pending.OfAsync(place.RepositoryId, place.VersionId, cancellation).ConfigureAwait(false)
            : [];
        var paths = expected?.Select(file => file.Path.Value) ?? uploads.Select(upload => upload.Path);
        if (await objects.ManifestAsync(place.RepositoryId, place.Head.Value.Manifest, outdated.Beside(paths), cancellation)
            .ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        var files = expected is not null
            ? await ExpectedAsync(place, manifest, expected, cancellation).ConfigureAwait(false)
            : [.. PendingFiles.NotIn(manifest, uploads)];
        var left = await outdated.FindAsync(
            version.Package.Repository.Subject, manifest, files, expected is null ? null : [.. paths], cancellation).ConfigureAwait(false);
        files = [.. files.Where(file => !left.Held.Contains(file.Path))];
        var next = manifest.With(files.ToDictionary(file => file.Path, file => Published(manifest, file)), [.. left.Gone.Keys]);
        await outdated.RequireSignedAsync(
            place.In.Repository.Value, manifest, next, files.Select(file => file.Path).Concat(left.Gone.Keys), cancellation)
            .ConfigureAwait(false);
        return new Publication(place, files, next) { Withdrawn = left.Gone, Warning = left.Warning };
    }

    /// <summary>
    /// Makes sure that the files of a publication survive a power loss, before anything refers to them, and that what it takes away does
    /// not wait for another one: without a manifest that holds it an upload would be pending again.
    /// </summary>
    public async Task PrepareFilesAsync(Publication publication, CancellationToken cancellation)
    {
        await objects.Store.FlushAsync(
            [
                .. publication.Files.Select(file => Keys.Content(file.Upload.File.Content)),
                .. publication.Files.Select(file => file.Record.Key),
            ],
            cancellation).ConfigureAwait(false);
        foreach (var withdrawn in publication.Withdrawn)
        {
            await pending.WithdrawAsync(
                publication.Place.RepositoryId, publication.Place.VersionId, withdrawn.Key, withdrawn.Value, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the markers of what is published. Where the caller does not wait any more, the rest is left to a sweep.</summary>
    public async Task UnmarkAsync(Publication publication, CancellationToken cancellation)
    {
        var place = publication.Place;
        foreach (var file in publication.Files.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            await pending.UnmarkAsync(place.RepositoryId, place.VersionId, file.Path, file.Upload.File.Upload).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Makes sure that what is published already is on the disk, and shown: another process published it, and may have died before.
    /// </summary>
    /// <returns>A warning, or <see langword="null"/>.</returns>
    public async Task<string?> VouchAsync(VersionPlace place, CancellationToken cancellation, Secret? passphrase = null)
    {
        await objects.Store.FlushAsync(KeysOf(place), cancellation).ConfigureAwait(false);
        return view.MayLag(place.In.Repository, place.Head.Value)
            ? await view.TryCatchUpAsync(PendingViewUpdate.For(place), cancellation, passphrase).ConfigureAwait(false)
            : null;
    }

    /// <summary>All that a version's published files hang on.</summary>
    private static IReadOnlyCollection<string> KeysOf(VersionPlace place)
    {
        string?[] keys =
        [
            place.In.Repository.Key, place.In.Package.Key, place.Head.Key, place.Head.Release,
            place.Head.Value.Manifest is { } commit ? Keys.Manifest(place.RepositoryId, commit) : null,
        ];
        return [.. keys.OfType<string>()];
    }

    /// <summary>What the public will see: what was said about the file before stays, unless it was said anew.</summary>
    private static FileEntry Published(Manifest manifest, PendingFile file)
    {
        if (manifest.At(file.Path) is not { } old)
        {
            return file.Upload.File with { Listed = file.Upload.Listed ?? file.Upload.File.Listed };
        }

        // The bytes may have been published after the upload was allowed (docs/store.md, "Operations").
        return file.Upload.Override || old.Sha256 == file.Upload.File.Sha256
            ? file.Upload.File with
            {
                Listed = file.Upload.Listed ?? old.Listed,
                Attributes = file.Upload.File.Attributes ?? old.Attributes,
            }
            : throw StoreRefusal.Conflict($"'{file.Path}' already exists: it was published meanwhile and is replaced only with override");
    }

    private static BintrayException NotAsExpected(ExpectedFile file, string found) =>
        StoreRefusal.Conflict($"nothing was published: '{file.Path}' was expected with SHA-256 {file.Sha256}, but {found}");

    /// <summary>Exactly the expected files; one that is published with those bytes already is fine as it is.</summary>
    private async Task<IReadOnlyList<PendingFile>> ExpectedAsync(
        VersionPlace place, Manifest manifest, IReadOnlyList<ExpectedFile> expected, CancellationToken cancellation)
    {
        var keys = expected.Select(file => Keys.Path(place.RepositoryId, file.Path)).Distinct();
        var records = (await objects.ReadAllAsync(keys, RecordJson.Default.PathRecord, cancellation).ConfigureAwait(false))
            .Where(record => record.Value.Owner.VersionId == place.VersionId && record.Value.Pending is not null)
            .ToDictionary(record => record.Value.Path);
        var files = new Dictionary<string, PendingFile>();
        foreach (var file in expected)
        {
            var path = file.Path.Value;
            var published = manifest.At(path);
            var waiting = records.TryGetValue(path, out var record) && record.Value.Pending!.File.Upload != published?.Upload
                ? new PendingFile(record, record.Value.Pending)
                : null;
            if (Same(waiting?.Upload.File, file))
            {
                files[path] = waiting!;
            }
            else if (!Same(published, file))
            {
                throw NotAsExpected(file, waiting is not null ? $"{waiting.Upload.File.Sha256} waits there"
                    : published is not null ? $"{published.Sha256} is published there"
                    : "it is not there");
            }
        }

        return [.. files.Values];
    }

    private static string? Joined(params string?[] warnings) => Commits.Joined([.. warnings.OfType<string>()]);

    private static bool Same(FileEntry? entry, ExpectedFile expected) =>
        entry is not null && string.Equals(entry.Sha256, expected.Sha256, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is to be published of a version.</summary>
/// <param name="Place">The version as it was read.</param>
/// <param name="Files">The files that become public; none if all is public already.</param>
/// <param name="Next">What will be public.</param>
internal sealed record Publication(VersionPlace Place, IReadOnlyList<PendingFile> Files, Manifest Next)
{
    /// <summary>What will not be public any more, by its path, with its upload.</summary>
    public IReadOnlyDictionary<string, string> Withdrawn { get; init; } = new Dictionary<string, string>();

    /// <summary>What its caller should know besides; <see langword="null"/> for nothing.</summary>
    public string? Warning { get; init; }
}
