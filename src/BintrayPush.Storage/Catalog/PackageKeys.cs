using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Catalog;

/// <summary>
/// Which packages a repository has, by the names of their records: only records of what was once deleted are read, so it costs little,
/// however many there are.
/// </summary>
internal static class PackageKeys
{
    /// <summary>The keys of the packages that are there, in no order.</summary>
    public static async Task<List<string>> ListAsync(Objects objects, string repositoryId, CancellationToken cancellation)
    {
        var gone = (await objects.Store.ListAsync(Keys.RemovedPackages(repositoryId), cancellation).ConfigureAwait(false))
            .ToLookup(key => Keys.GoneFrom(repositoryId, key).Package);
        var keys = (await objects.Store.ListAsync(Keys.Packages(repositoryId), cancellation).ConfigureAwait(false)).ToLookup(gone.Contains);
        var doubtful = await objects.ReadIntactAsync(keys[true], RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        return [.. keys[false], .. doubtful.Where(package => !package.Value.Deleted).Select(package => package.Key)];
    }
}
