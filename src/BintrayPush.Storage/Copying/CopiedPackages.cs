using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// The records of packages. One that replaces another package of its name in the target leaves a marker for that one first, as a deletion
/// does.
/// </summary>
internal sealed class CopiedPackages(CopyPair pair)
{
    private const int Tries = 20;

    /// <summary>The package in the source, if versions of it may be copied; otherwise the target has another one there.</summary>
    public async Task<PackageRecord?> FindLiveAsync(string key, CancellationToken cancellation)
    {
        try
        {
            if ((await pair.Source.ReadAsync(key, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false))?.Value
                is not { Deleted: false } read)
            {
                return null;
            }

            var there = (await pair.Target.ReadAsync(key, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false))?.Value;
            if (pair.Mark.Compare(read, there, RecordJson.Default.PackageRecord) == CopyState.Foreign
                && (there!.Deleted || there.PackageId != read.PackageId))
            {
                Keep(key, read, there);
                return null;
            }

            return read;
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            pair.Report.Damaged(key, damage.Message);
            return null;
        }
    }

    /// <summary>Copies the record of a package.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="key">The record.</param>
    /// <param name="versionsOf">The id of the package whose versions were copied; it may be gone since.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public async Task CopyAsync(string repositoryId, string key, string? versionsOf, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < Tries && !await TryCopyAsync(repositoryId, key, versionsOf, cancellation).ConfigureAwait(false); i++)
            {
            }
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            pair.Report.Damaged(key, damage.Message);
        }
    }

    private async Task<bool> TryCopyAsync(string repositoryId, string key, string? versionsOf, CancellationToken cancellation)
    {
        if ((await pair.Source.ReadAsync(key, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false))?.Value is not { } read)
        {
            return true;
        }

        var there = await pair.Target.ReadAsync(key, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false);
        var state = pair.Mark.Compare(read, there?.Value, RecordJson.Default.PackageRecord);
        if (state is CopyState.Missing or CopyState.Outdated)
        {
            if (pair.IsDryRun)
            {
                pair.Report.RecordCopied();
                return true;
            }

            foreach (var gone in new[]
                { there?.Value.PackageId, versionsOf, read.Deleted ? read.PackageId : null }.OfType<string>().Distinct())
            {
                if (gone != read.PackageId || read.Deleted)
                {
                    await MarkGoneAsync(repositoryId, read.Name, gone, cancellation).ConfigureAwait(false);
                }
            }

            var written = pair.Mark.Marked(read, read, RecordJson.Default.PackageRecord);
            if (await pair.Target.TryWriteAsync(key, there, written, RecordJson.Default.PackageRecord, cancellation).ConfigureAwait(false)
                is null)
            {
                return false;
            }

            pair.Report.RecordCopied();
            return true;
        }

        if (state == CopyState.Foreign)
        {
            if (versionsOf is not null && there!.Value.PackageId != versionsOf)
            {
                // Made there while its versions were copied: these hang on nothing.
                await MarkGoneAsync(repositoryId, read.Name, versionsOf, cancellation).ConfigureAwait(false);
            }

            Keep(key, read, there!.Value);
        }

        return true;
    }

    private async Task MarkGoneAsync(string repositoryId, string name, string packageId, CancellationToken cancellation)
    {
        var key = Keys.Gone(repositoryId, name, packageId);
        await pair.Target.Store.PutIfAbsentAsync(key, [], cancellation).ConfigureAwait(false);
        await pair.Target.Store.FlushAsync([key], cancellation).ConfigureAwait(false);
    }

    private void Keep(string key, PackageRecord read, PackageRecord there) => pair.Report.Kept(
        key,
        there.PackageId != read.PackageId
            ? $"the target has a package '{there.Name}' of its own"
            : $"package '{read.Name}' was {(there.Deleted ? "deleted" : "changed")} in the target");
}
