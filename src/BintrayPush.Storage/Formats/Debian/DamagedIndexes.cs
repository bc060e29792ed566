using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The records of indexes for whoever makes them anew: one that is damaged says nothing, and is to be replaced.</summary>
internal static class DamagedIndexes
{
    /// <summary>All records of a repository; a damaged one as one without a name.</summary>
    public static async Task<IReadOnlyList<Stored<DistributionRecord>>> ReadAsync(
        Objects objects, Stored<RepositoryRecord> repository, CancellationToken cancellation)
    {
        var found = new List<Stored<DistributionRecord>>();
        var keys = await objects.Store.ListAsync(Keys.Distributions(repository.Value.RepositoryId), cancellation).ConfigureAwait(false);
        foreach (var key in keys)
        {
            try
            {
                var record = await objects.ReadAsync(key, RecordJson.Default.DistributionRecord, cancellation).ConfigureAwait(false);
                found.AddRange(record is null ? [] : [record]);
            }
            catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
            {
                var there = await objects.Store.GetAsync(key, cancellation).ConfigureAwait(false);
                found.AddRange(there is null
                    ? [] : [new Stored<DistributionRecord>(key, new DistributionRecord { Name = "" }, there.Tag)]);
            }
        }

        return found;
    }
}
