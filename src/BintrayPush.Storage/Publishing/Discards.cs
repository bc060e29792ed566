using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>Discarding what is pending (protocol reference, section 9). Each file's path record is its own commit point.</summary>
internal sealed class Discards(Objects objects, Lookup lookup, PendingFiles pending, ReleaseRecords releases)
{
    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        DiscardAsync(version, _ => true, cancellation);

    /// <summary>The same for some of the files only.</summary>
    public async Task<PublishAnswer> DiscardAsync(
        VersionAddress version, Func<PendingFile, bool> which, CancellationToken cancellation)
    {
        var dropped = new List<string>();
        var retry = new WriteRetry(objects, $"version '{version}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var place = await lookup.RequireAsync(version, cancellation).ConfigureAwait(false);
            var uploads = await pending.OfAsync(place.RepositoryId, place.VersionId, cancellation).ConfigureAwait(false);
            var paths = uploads.Select(upload => upload.Path);
            if (await objects.ManifestAsync(place.RepositoryId, place.Head.Value.Manifest, paths, cancellation)
                .ConfigureAwait(false) is not { } manifest)
            {
                continue;
            }

            var missed = false;
            foreach (var file in PendingFiles.NotIn(manifest, uploads).Where(which))
            {
                if (await objects.TryReplaceAsync(
                    file.Record, file.Record.Value with { Pending = null }, RecordJson.Default.PathRecord, cancellation, flush: false)
                    .ConfigureAwait(false) is null)
                {
                    missed = true;
                    continue;
                }

                dropped.Add(file.Record.Key);
                await pending.UnmarkAsync(place.RepositoryId, place.VersionId, file.Path, file.Upload.File.Upload).ConfigureAwait(false);
            }

            // A publish on its way may have read what was just dropped: with the head replaced by itself it loses and reads again.
            if (!missed
                && await releases.TryReplaceHeadAsync(place.Head, place.Head.Value, cancellation).ConfigureAwait(false) is not null)
            {
                await objects.Store.FlushAsync(dropped, cancellation).ConfigureAwait(false);
                return new PublishAnswer(dropped.Count) { IsDone = true };
            }
        }
    }
}
