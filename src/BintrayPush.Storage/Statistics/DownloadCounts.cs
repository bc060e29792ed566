using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Statistics;

/// <summary>
/// Downloads as they are written down: a record for each package, which is replaced if it is unchanged, so that several servers count
/// together. Nothing else depends on it: a record that is damaged counts as empty.
/// </summary>
internal sealed class DownloadCounts(Objects objects, Lookup lookup) : IDownloadCounts
{
    /// <inheritdoc/>
    public async Task AddAsync(PackageAddress package, DownloadBatch batch, CancellationToken cancellation)
    {
        if (await lookup.PackageAsync(package, cancellation).ConfigureAwait(false) is not { } place)
        {
            return;
        }

        var key = Keys.Downloads(place.RepositoryId, place.PackageId);
        var retry = new WriteRetry(objects, $"'{key}'");
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await ReadAsync(key, cancellation).ConfigureAwait(false);
            var known = old?.Value ?? new DownloadRecord();
            // Not flushed: a power loss may cost the last numbers, and nobody waits for a disk because somebody has downloaded something.
            if (known.Has(batch)
                || await objects.TryWriteAsync(
                    key, old, known.With(batch), RecordJson.Default.DownloadRecord, cancellation, flush: false)
                    .ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<PackageDownloads> ReadAsync(PackageAddress package, CancellationToken cancellation)
    {
        var place = await lookup.RequireAsync(package, cancellation).ConfigureAwait(false);
        var record = (await ReadAsync(Keys.Downloads(place.RepositoryId, place.PackageId), cancellation).ConfigureAwait(false))?.Value
            ?? new DownloadRecord();
        return new PackageDownloads(place.Package.Value.Created, record.Others, record.Versions);
    }

    private Task<Stored<DownloadRecord>?> ReadAsync(string key, CancellationToken cancellation) =>
        objects.ReadOrEmptyAsync(key, new DownloadRecord(), RecordJson.Default.DownloadRecord, cancellation);
}
