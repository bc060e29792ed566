using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>Reads the releases back that several machines stage. Their files are looked at with the versions in which they wait.</summary>
internal sealed class StagedReleaseCheck(Objects objects, CheckReport report)
{
    private const string Cure = "restore this file from a backup; or delete it, and stage the legs of the release again";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var records = new StagedReleaseRecords(objects);
        foreach (var key in await objects.Store.ListAsync(Keys.StagedReleases, cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await records.ReadAsync(key, cancellation).ConfigureAwait(false) is { } release)
                {
                    await CheckAsync(records, release, cancellation).ConfigureAwait(false);
                }
            }
            catch (BintrayException failure) when (DamagedRecord.IsCauseOf(failure))
            {
                report.Damage(key, failure.InnerException!.Message, Cure);
            }
        }
    }

    private async Task CheckAsync(StagedReleaseRecords records, Stored<StagedReleaseRecord> release, CancellationToken cancellation)
    {
        foreach (var leg in release.Value.Legs.Where(leg => leg.Manifest is not null))
        {
            var isLost = await records.FilesAsync(release, leg, cancellation).ConfigureAwait(false) is null
                && !await records.HasChangedAsync(release, cancellation).ConfigureAwait(false);
            if (isLost)
            {
                report.Damage(release.Key, $"the list of files of its leg '{leg.Name}' is missing: {leg.Manifest}", Cure);
            }
        }
    }
}
