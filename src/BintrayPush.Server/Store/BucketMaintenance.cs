using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Store;

/// <summary>The maintenance of a bucket.</summary>
internal sealed class BucketMaintenance(string data) : IStoreMaintenance
{
    public Task<StoreCheckResult> CheckAsync(bool repair, Action<StoreFinding> found, CancellationToken cancellation) =>
        throw new BintrayException(
            BintrayException.BadRequest, "fsck reads data folders only: the engine of a bucket checks its disks by itself");

    public async Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation)
    {
        using var store = BucketEngines.OpenForReading(data);
        if (!options.DryRun)
        {
            await store.ProbeAsync(cancellation);
        }

        return await BucketRepository.OpenForReading(store).SweepAsync(options, cancellation);
    }

    public Task<StoreCheckResult> CopyAsync(string target, Action<StoreFinding> found, CancellationToken cancellation) =>
        throw new BintrayException(
            BintrayException.BadRequest,
            "backup copies data folders only: copy a bucket with what its engine has for that, such as replication");
}
