using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;
using BintrayPush.Storage.View;

namespace BintrayPush.Storage.Maintenance;

/// <summary>
/// Reads a whole data folder back: every record, every content with its SHA-256, and the plain files. Others may work on it meanwhile.
/// </summary>
public static class FolderCheck
{
    /// <summary>Checks a folder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="repair">
    /// Whether to mend what can be mended from what is there: damaged contents are taken out of use (so that the next push heals them),
    /// records of published paths and plain files are made anew. Without it nothing is written at all.
    /// </param>
    /// <param name="found">Told of each finding at once.</param>
    /// <exception cref="BintrayException">503: the folder cannot be read at all.</exception>
    public static async Task<StoreCheckResult> RunAsync(
        string folder, bool repair, Action<StoreFinding> found, CancellationToken cancellation)
    {
        var opened = new OpenedFolder(folder, make: repair);
        var (store, objects) = (opened.Store, opened.Objects);
        if (!Directory.Exists(store.Root))
        {
            throw new BintrayException(BintrayException.Unavailable, $"there is no folder '{store.Root}'");
        }

        var report = new CheckReport(found);
        var plain = new ViewCheck(
            objects, store, opened.Files, opened.View, new ViewRepair(objects, opened.View, opened.Files), report, repair);
        if (repair)
        {
            var releases = new ReleaseRecords(objects);
            var leftovers = await releases.LeftoversAsync(cancellation).ConfigureAwait(false);
            await releases.FinishAsync(leftovers, cancellation).ConfigureAwait(false);
        }

        var damaged = await new ContentCheck(store, report, repair).RunAsync(cancellation).ConfigureAwait(false);
        var versions = new VersionCheck(objects, report, plain, repair);
        var indexes = new IndexCheck(objects, opened.Files, opened.View, plain, report, repair);
        var records = new RecordCheck(objects, report, versions, indexes, damaged);
        await records.RunAsync(RepositoryIds(store.Root), cancellation).ConfigureAwait(false);
        await new StagedReleaseCheck(objects, report).RunAsync(cancellation).ConfigureAwait(false);
        await plain.CheckStrangersAsync(cancellation).ConfigureAwait(false);
        foreach (var unused in damaged.Unreported)
        {
            const string What = "no file refers to it, but the next upload of these bytes would";
            if (repair)
            {
                report.Mended(Keys.Content(unused.Key), $"{unused.Value}; {What}");
            }
            else
            {
                report.Damage(Keys.Content(unused.Key), $"{unused.Value}; {What}", "run fsck with --repair, which takes it out of use");
            }
        }

        ForeignFiles.Report(store.Root, report, cancellation);
        ReportSetAside(store.Root, damaged, report, repair);
        return report.Result;
    }

    private static List<string> RepositoryIds(string root)
    {
        var folder = Path.Combine(root, Keys.RepositoryContents.TrimEnd('/'));
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateDirectories(folder)
                .Where(child => Keys.IsPossible(Path.GetFileName(child)) && Directory.EnumerateFileSystemEntries(child).Any())
                .Select(child => Path.GetFileName(child)!),
        ];
    }

    /// <summary>Damaged bytes that were replaced since are of no use any more.</summary>
    private static void ReportSetAside(string root, DamageFound damaged, CheckReport report, bool repair)
    {
        foreach (var file in PlainFiles.Below(Path.Combine(root, DamagedContents.Folder)).ToList())
        {
            var name = Path.GetFileName(file.Path);
            var isHealed = Keys.IsContentName(name) && !damaged.Has(name)
                && PlainFiles.LengthOf(Path.Combine(root, Keys.Content(name))) is not null;
            if (isHealed && repair)
            {
                FolderFiles.Delete(file.Path);
            }
            else
            {
                report.Note(file.Path, isHealed
                    ? "damaged bytes that were replaced since; fsck with --repair deletes them"
                    : "damaged bytes that were taken out of use; they are kept in case that something of them is still of use");
            }
        }
    }
}
