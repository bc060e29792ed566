using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Copying;

/// <summary>
/// A version is copied from the bottom: contents, the manifest under new ids, the records of its paths, and last its head, which makes all
/// of it what the target publishes. Everything is from one state of the source's head; where a part of it has been replaced meanwhile, the
/// head is read again. A release that is not over yet is left out, and one that is committed counts.
/// </summary>
/// <param name="pair">The stores.</param>
/// <param name="contents">Copies contents.</param>
/// <param name="paths">Copies the records of paths.</param>
/// <param name="beforeWrite">Called before each head that is written, once it has been read in the source.</param>
internal sealed class CopiedVersions(
    CopyPair pair, CopiedContents contents, CopiedPaths paths, Func<CancellationToken, Task> beforeWrite)
{
    private const int Tries = 100;

    /// <summary>
    /// A sweep of the target deletes contents that nothing refers to for an hour. Whatever took longer than this is looked at again.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(20);

    private readonly ManifestRemoval _removal = new(pair.Target);

    /// <summary>The versions that are being copied: one may need another one to be copied first.</summary>
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);

    /// <summary>Copies those of some versions that are not the same already.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="keys">Their heads.</param>
    /// <param name="cancellation">Ends the copying.</param>
    public async Task CopyAsync(string repositoryId, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var same = await CopyPair.ForEachAsync(
            keys, CopyPair.AtOnce, key => IsSameAsync(key, cancellation), cancellation).ConfigureAwait(false);
        for (var i = 0; i < keys.Count; i++)
        {
            if (!same[i])
            {
                await CopyAsync(repositoryId, keys[i], cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Copies a version, if it is not being copied already.</summary>
    public async Task CopyAsync(string repositoryId, string key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!_underWay.Add(key))
        {
            return;
        }

        try
        {
            for (var i = 0; i < Tries; i++)
            {
                if (await TryCopyAsync(repositoryId, key, isLast: i == Tries - 1, cancellation).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            pair.Report.Damaged(key, damage.Message);
        }
        catch (FormatException fault)
        {
            // Of a path that is none: nothing of the version was written but contents.
            pair.Report.Damaged(key, fault.Message);
        }
        finally
        {
            _underWay.Remove(key);
        }
    }

    /// <summary>Whether a version is just being copied.</summary>
    public bool IsUnderWay(string key) => _underWay.Contains(key);

    private async Task<bool> IsSameAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await SourceAsync(key, cancellation).ConfigureAwait(false) is not { } read
                || pair.Mark.Compare(
                    read,
                    (await pair.Target.ReadAsync(key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false))?.Value,
                    RecordJson.Default.VersionHead) == CopyState.Same;
        }
        catch (BintrayException damage) when (DamagedRecord.IsCauseOf(damage))
        {
            return false;
        }
    }

    /// <summary>A head of the source as what it means now.</summary>
    private async Task<VersionHead?> SourceAsync(string key, CancellationToken cancellation) =>
        await pair.Source.ReadAsync(key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false) is { } head
            ? head.Value with { Next = null }
            : null;

    /// <returns>Whether there is nothing left to do; otherwise the source has changed.</returns>
    private async Task<bool> TryCopyAsync(string repositoryId, string key, bool isLast, CancellationToken cancellation)
    {
        if (await SourceAsync(key, cancellation).ConfigureAwait(false) is not { } read)
        {
            return true;
        }

        var there = await pair.Target.ReadAsync(key, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false);
        switch (pair.Mark.Compare(read, there?.Value, RecordJson.Default.VersionHead))
        {
            case CopyState.Same:
                return true;
            case CopyState.Foreign:
                pair.Report.Kept(key, $"version '{there!.Value.Name}' was changed in the target");
                return true;
        }

        if (read.Deleted)
        {
            return await WriteAsync(repositoryId, key, read, read, manifest: null, there, cancellation).ConfigureAwait(false);
        }

        if (await pair.Source.ManifestAsync(repositoryId, read.Manifest, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return !isLast && !await IsUnchangedAsync(key, read, cancellation).ConfigureAwait(false)
                ? false
                : Lost($"the list of what version '{read.Name}' publishes is missing ('{Keys.Manifest(repositoryId, read.Manifest!)}')");
        }

        var began = pair.Target.Now;
        var (names, fault) = await contents.CopyAsync(manifest.Files.Values, cancellation).ConfigureAwait(false);
        if (fault is not null)
        {
            return await IsUnchangedAsync(key, read, cancellation).ConfigureAwait(false) && Lost($"version '{read.Name}': {fault}");
        }

        var files = manifest.Files.ToDictionary(file => file.Key, file => file.Value with { Content = names[file.Value.Content] });
        if (there is { Value: { Deleted: false } former } && former.VersionId != read.VersionId && !pair.IsDryRun)
        {
            // Deleted and made anew: the paths may go to the new version only when the old one does not publish them any more.
            await WriteAsync(repositoryId, key, former, former.Tombstone([]), manifest: null, there, cancellation).ConfigureAwait(false);
            return false;
        }

        var moved = await paths.CopyAsync(repositoryId, read, manifest, this, cancellation).ConfigureAwait(false);
        if (moved is not null)
        {
            return moved.IsKept || (await IsUnchangedAsync(key, read, cancellation).ConfigureAwait(false) && Lost(moved.What));
        }

        if (pair.Target.Now - began > LongestPause && !isLast)
        {
            return false;
        }

        if (pair.IsDryRun)
        {
            pair.Report.RecordCopied();
            return true;
        }

        NewManifest? written = null;
        if (read.Manifest is not null)
        {
            written = await pair.Target.Manifests.PrepareAsync(
                repositoryId, read.VersionId, previous: null, Manifest.Of(files), cancellation).ConfigureAwait(false);
            await pair.Target.Manifests.WriteAsync(written, cancellation).ConfigureAwait(false);
            await pair.Target.Store.FlushAsync([.. written.NewKeys], cancellation).ConfigureAwait(false);
        }

        return await WriteAsync(
                repositoryId, key, read, read with { Manifest = written?.Commit }, written, there, cancellation)
            .ConfigureAwait(false);

        bool Lost(string what)
        {
            pair.Report.Damaged(key, what);
            return true;
        }
    }

    private async Task<bool> IsUnchangedAsync(string key, VersionHead read, CancellationToken cancellation) =>
        (await SourceAsync(key, cancellation).ConfigureAwait(false)) is { } now && now.Rev == read.Rev && now.Manifest == read.Manifest;

    private async Task<bool> WriteAsync(
        string repositoryId,
        string key,
        VersionHead read,
        VersionHead written,
        NewManifest? manifest,
        Stored<VersionHead>? there,
        CancellationToken cancellation)
    {
        if (pair.IsDryRun)
        {
            pair.Report.RecordCopied();
            return true;
        }

        await beforeWrite(cancellation).ConfigureAwait(false);
        var head = pair.Mark.Marked(
            read,
            written with { View = null, PossiblyVisible = [], ViewOf = null },
            RecordJson.Default.VersionHead);
        if (pair.HasPlainFiles && there?.Value is { } before)
        {
            // Of what dl/ may show nothing is forgotten, as in a publish.
            var shown = before.Manifest is null || before.InView.Contains(before.Manifest)
                ? before.PossiblyVisible : [.. before.PossiblyVisible, before.Manifest];
            head = head.Deleted
                ? head with { ViewOf = before.ViewOf, PossiblyVisible = [.. before.InView.Concat(shown).Distinct()] }
                : head with { ViewOf = before.ViewOf, View = before.View, PossiblyVisible = shown };
        }

        if (await pair.Target.TryWriteAsync(key, there, head, RecordJson.Default.VersionHead, cancellation).ConfigureAwait(false)
            is not { } committed)
        {
            if (manifest is not null && there is not null)
            {
                await _removal.AfterRefusalAsync(there, manifest).ConfigureAwait(false);
            }

            return false;
        }

        pair.Report.RecordCopied();
        if (there is not null)
        {
            await _removal.AfterAsync(repositoryId, there.Value, committed).ConfigureAwait(false);
        }

        return true;
    }
}
