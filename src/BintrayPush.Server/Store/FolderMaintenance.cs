using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Store;

/// <summary>The maintenance of a data folder.</summary>
internal sealed class FolderMaintenance(string folder) : IStoreMaintenance
{
    public Task<StoreCheckResult> CheckAsync(bool repair, Action<StoreFinding> found, CancellationToken cancellation) =>
        FolderCheck.RunAsync(folder, repair, found, cancellation);

    public Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation) =>
        FolderSweep.RunAsync(folder, options, cancellation);

    public Task<StoreCheckResult> CopyAsync(string target, Action<StoreFinding> found, CancellationToken cancellation) =>
        FolderBackup.RunAsync(folder, target, found, cancellation);
}
