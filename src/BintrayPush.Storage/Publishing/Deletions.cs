using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Publishing;

/// <summary>Deleting. A thing becomes a tombstone by one write; what hangs on its id is out of reach from then on.</summary>
internal sealed class Deletions(
    Objects objects, Lookup lookup, PendingFiles pending, Commits commits, PublicView view, ManifestRemoval removal,
    ReleaseRecords releases, OutdatedSignatures outdated)
{
    public async Task RepositoryAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"repository '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            var work = new PendingViewUpdate(address.Subject, address.Name, old.Value.RepositoryId) { Rev = old.Value.Rev };
            var note = await view.NoteAsync(work, cancellation).ConfigureAwait(false);
            var tombstone = old.Value with { Deleted = true, InView = view.Shows(old.Value) || old.Value.InView };
            if (await objects.TryReplaceAsync(old, tombstone, RecordJson.Default.RepositoryRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not null)
            {
                await view.FollowAsync(note, work).ConfigureAwait(false);
                await objects.Store.FlushAsync([old.Key], CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
        }
    }

    public async Task PackageAsync(PackageAddress address, Secret? passphrase, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"package '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            await RequireSignerAsync(place.Repository, passphrase, cancellation).ConfigureAwait(false);
            var work = new PendingViewUpdate(
                address.Repository.Subject, address.Repository.Name, place.RepositoryId, address.Name, place.PackageId)
            {
                Rev = place.Package.Value.Rev,
            };
            var note = await view.NoteAsync(work, cancellation).ConfigureAwait(false);
            // First: so that without it a package is surely alive, and a repository can count its packages by their names alone.
            var gone = Keys.Gone(place.RepositoryId, address.Name, place.PackageId);
            await objects.Store.PutIfAbsentAsync(gone, [], cancellation).ConfigureAwait(false);
            await objects.Store.FlushAsync([gone], cancellation).ConfigureAwait(false);
            var tombstone = new PackageRecord
            {
                Name = address.Name,
                PackageId = place.PackageId,
                Deleted = true,
                Created = place.Package.Value.Created,
            };
            if (await objects.TryReplaceAsync(place.Package, tombstone, RecordJson.Default.PackageRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not null)
            {
                await view.FollowAsync(note, work, passphrase).ConfigureAwait(false);
                await objects.Store.FlushAsync([place.Package.Key], CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
        }
    }

    public async Task VersionAsync(VersionAddress address, Secret? passphrase, CancellationToken cancellation)
    {
        var retry = new WriteRetry(objects, $"version '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(address, cancellation).ConfigureAwait(false);
            await RequireSignerAsync(place.In.Repository, passphrase, cancellation).ConfigureAwait(false);
            if (await view.BeforeCommitAsync(place, cancellation).ConfigureAwait(false) is not { } head)
            {
                continue;
            }

            var work = PendingViewUpdate.For(place);
            var note = await view.NoteAsync(work, cancellation).ConfigureAwait(false);
            var tombstone = head.Tombstone(head.InView);
            if (await releases.TryReplaceHeadAsync(place.Head, tombstone, cancellation).ConfigureAwait(false) is { } dead)
            {
                await removal.AfterAsync(place.RepositoryId, place.Head.Value, dead).ConfigureAwait(false);
                await view.FollowAsync(note, work, passphrase).ConfigureAwait(false);
                await objects.Store.FlushAsync([place.Head.Key], CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await view.ForgetAsync(note, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What is pending goes first, then the head is replaced: an upload that was published would be pending again otherwise, once
    /// no manifest holds it.
    /// </summary>
    public async Task FileAsync(FileAddress address, Secret? passphrase, CancellationToken cancellation)
    {
        var begun = false;
        var path = address.Path.Value;
        var retry = new WriteRetry(objects, $"file '{address}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var repository = await lookup.RequireAsync(address.Repository, cancellation).ConfigureAwait(false);
            await RequireSignerAsync(repository, passphrase, cancellation).ConfigureAwait(false);
            var record = await objects.PathAsync(repository.Value.RepositoryId, address.Path, cancellation).ConfigureAwait(false);
            var place = record is not null && record.Value.Path == path
                ? await lookup.OwnerAsync(repository, record.Value.Owner, cancellation).ConfigureAwait(false)
                : null;
            if (place?.Head.Value.Next is { } open)
            {
                // It may be about to publish what was pending here.
                await releases.MeetAsync(open, cancellation).ConfigureAwait(false);
                continue;
            }

            var manifest = place is null
                ? Manifest.Empty
                : await objects.ManifestAsync(
                    place.RepositoryId, place.Head.Value.Manifest, outdated.Beside([path]), cancellation).ConfigureAwait(false);
            if (manifest is null)
            {
                continue;
            }

            var published = manifest.At(path);
            if (place is null || (published is null && record!.Value.Pending is null))
            {
                if (begun)
                {
                    return;
                }

                throw StoreRefusal.NoFile(address.Path);
            }

            // What only waits over a signature may go.
            var isWanted = await IsWantedAsync(repository.Value, manifest, path, cancellation).ConfigureAwait(false);
            var waitsOver = record!.Value.Pending is { } over && over.File.Upload != published?.Upload;
            if (isWanted && !waitsOver && !begun)
            {
                throw Wanted(repository.Value, path);
            }

            await WithdrawSignatureAsync(place, path, cancellation).ConfigureAwait(false);
            if (record.Value.Pending is { } waiting)
            {
                if (await objects.TryReplaceAsync(record, record.Value with { Pending = null }, RecordJson.Default.PathRecord, cancellation)
                    .ConfigureAwait(false) is null)
                {
                    continue;
                }

                begun = true;
                await pending.UnmarkAsync(place.RepositoryId, place.VersionId, path, waiting.File.Upload).ConfigureAwait(false);
            }

            // What signed it here would be of nothing.
            var signature = await outdated.OfDeletedAsync(address.Repository.Subject, manifest, path, cancellation).ConfigureAwait(false);
            var next = manifest.Without(signature is null ? [path] : [path, signature]);
            if (signature is not null)
            {
                await pending.WithdrawAsync(
                    place.RepositoryId, place.VersionId, signature, manifest.At(signature)!.Upload, cancellation).ConfigureAwait(false);
            }

            // Where nothing is published the head is replaced by itself: a publish that read the pending file loses and reads again.
            if (published is null || isWanted
                ? await releases.TryReplaceHeadAsync(place.Head, place.Head.Value, cancellation).ConfigureAwait(false) is not null
                : await commits.TryAsync(place, next, cancellation, passphrase).ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    /// <summary>A good signature stays as long as its file is public, where files are to be signed. Any other may go.</summary>
    private async Task<bool> IsWantedAsync(
        RepositoryRecord repository, Manifest manifest, string path, CancellationToken cancellation) =>
        repository.Details.GpgSignFiles == true && SignaturePath.IsOne(path) && manifest.At(path) is { } signature
            && manifest.At(SignaturePath.FileOf(path)) is { } file
            && await outdated.IsOursAsync(repository.Subject, signature, file, cancellation).ConfigureAwait(false);

    private static BintrayException Wanted(RepositoryRecord repository, string path) => StoreRefusal.Conflict(
        $"'{path}' is the signature of a file that is public, and repository '{repository.Name}' wants its files signed "
            + "(gpg_sign_files): delete the file, and its signature goes with it");

    /// <summary>A signature that was made here and waits would be published with nothing that it is of.</summary>
    private async Task WithdrawSignatureAsync(VersionPlace place, string path, CancellationToken cancellation)
    {
        if (!SignaturePath.IsOne(path) && RepositoryPath.TryParse(SignaturePath.Of(path), out var signature, out _)
            && await objects.PathAsync(place.RepositoryId, signature, cancellation).ConfigureAwait(false)
                is { Value.Pending.File: { Signs: not null } waiting })
        {
            await pending.WithdrawAsync(place.RepositoryId, place.VersionId, signature.Value, waiting.Upload, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whoever gives a passphrase wants the index to follow. Without one nothing is asked: who does not know it can delete a thing, too.
    /// </summary>
    /// <exception cref="BintrayException">400: it does not open the key of the subject.</exception>
    private Task RequireSignerAsync(Stored<RepositoryRecord> repository, Secret? passphrase, CancellationToken cancellation) =>
        passphrase is null ? Task.CompletedTask : view.RequireSignerAsync(repository, passphrase, cancellation);
}
