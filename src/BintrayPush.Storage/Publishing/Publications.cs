using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>Publishing (protocol reference, section 9). The commit point is the version's head.</summary>
internal sealed class Publications(Objects objects, Lookup lookup, PendingFiles pending, Commits commits, PublicView view)
{
    public async Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
            IReadOnlyList<PendingFile> uploads = request.Expected is null
                ? await pending.OfAsync(place.RepositoryId, place.VersionId, cancellation).ConfigureAwait(false)
                : [];
            var paths = request.Expected?.Select(file => file.Path.Value) ?? uploads.Select(upload => upload.Path);
            if (await objects.ManifestAsync(place.RepositoryId, place.Head.Value.Manifest, paths, cancellation)
                .ConfigureAwait(false) is not { } manifest)
            {
                continue;
            }

            var files = request.Expected is { } expected
                ? await ExpectedAsync(place, manifest, expected, cancellation).ConfigureAwait(false)
                : [.. PendingFiles.NotIn(manifest, uploads)];
            if (files.Count == 0)
            {
                if (request.Expected is not null && await commits.NowAsync(place.In).ConfigureAwait(false) is null)
                {
                    // What it saw may have been committed below a package that was deleted before: then it never was public.
                    continue;
                }

                // Another process published it, and may have died before it was on the disk; this answer promises that it is.
                await objects.Store.FlushAsync(KeysOf(place), cancellation).ConfigureAwait(false);
                return new PublishAnswer(0, await CatchUpAsync(place, cancellation).ConfigureAwait(false)) { IsDone = true };
            }

            var next = manifest.With(files.ToDictionary(file => file.Path, file => Published(manifest, file)));
            await objects.Store.FlushAsync(
                [.. files.Select(file => Keys.Content(file.Upload.File.Content)), .. files.Select(file => file.Record.Key)], cancellation)
                .ConfigureAwait(false);
            if (await commits.TryAsync(place, next, cancellation).ConfigureAwait(false) is { } answer)
            {
                foreach (var file in files.TakeWhile(_ => !cancellation.IsCancellationRequested))
                {
                    await pending.UnmarkAsync(place.RepositoryId, place.VersionId, file.Path, file.Upload.File.Upload)
                        .ConfigureAwait(false);
                }

                return new PublishAnswer(files.Count, answer.Warning) { IsDone = true };
            }
        }
    }

    /// <summary>All that a version's published files hang on.</summary>
    private static IReadOnlyCollection<string> KeysOf(VersionPlace place)
    {
        string[] keys = [place.In.Repository.Key, place.In.Package.Key, place.Head.Key];
        return place.Head.Value.Manifest is { } commit ? [.. keys, Keys.Manifest(place.RepositoryId, commit)] : keys;
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

    private static bool Same(FileEntry? entry, ExpectedFile expected) =>
        entry is not null && string.Equals(entry.Sha256, expected.Sha256, StringComparison.OrdinalIgnoreCase);

    private async Task<string?> CatchUpAsync(VersionPlace place, CancellationToken cancellation) =>
        view.Lags(place.In.Repository, place.Head.Value)
            ? await view.TryCatchUpAsync(Commits.WorkFor(place), cancellation).ConfigureAwait(false)
            : null;
}
