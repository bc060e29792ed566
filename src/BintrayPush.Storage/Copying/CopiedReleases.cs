using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>Releases that several machines stage, with the lists of their files under new ids.</summary>
internal sealed class CopiedReleases(CopyPair pair)
{
    private const int Tries = 20;

    /// <summary>Copies all of them.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        foreach (var key in await pair.Source.Store.ListAsync(Keys.StagedReleases, cancellation).ConfigureAwait(false))
        {
            try
            {
                for (var i = 0; i < Tries && !await TryCopyAsync(key, isLast: i == Tries - 1, cancellation).ConfigureAwait(false); i++)
                {
                }
            }
            catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
            {
                pair.Report.Damaged(key, damage.Message);
            }
        }
    }

    private async Task<bool> TryCopyAsync(string key, bool isLast, CancellationToken cancellation)
    {
        var type = RecordJson.Default.StagedReleaseRecord;
        if ((await pair.Source.ReadAsync(key, type, cancellation).ConfigureAwait(false))?.Value is not { } read)
        {
            return true;
        }

        var there = await pair.Target.ReadAsync(key, type, cancellation).ConfigureAwait(false);
        switch (pair.Mark.Compare(read, there?.Value, type))
        {
            case CopyState.Same:
                return true;
            case CopyState.Foreign:
                pair.Report.Kept(key, $"the staged release '{read.Id}' was changed in the target");
                return true;
        }

        if (pair.IsDryRun)
        {
            pair.Report.RecordCopied();
            return true;
        }

        var legs = new List<LegRecord>();
        foreach (var leg in read.Legs)
        {
            if (leg.Manifest is not { } list)
            {
                legs.Add(leg);
                continue;
            }

            if (await pair.Source.Store.GetAsync(list, cancellation).ConfigureAwait(false) is not { } files)
            {
                if (isLast)
                {
                    pair.Report.Damaged(key, $"the staged release '{read.Id}' has lost the list of its leg '{leg.Name}'");
                }

                return false;
            }

            var copy = Keys.Leg(read.Subject, pair.Target.NewId());
            await pair.Target.Store.PutIfAbsentAsync(copy, files.Value, cancellation).ConfigureAwait(false);
            await pair.Target.Store.FlushAsync([copy], cancellation).ConfigureAwait(false);
            legs.Add(leg with { Manifest = copy });
        }

        if (await pair.Target.TryWriteAsync(key, there, pair.Mark.Marked(read, read with { Legs = legs }, type), type, cancellation)
            .ConfigureAwait(false) is null)
        {
            return false;
        }

        pair.Report.RecordCopied();
        return true;
    }
}
