using System.Diagnostics;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// The folder of the uploads that were cut off, <c>tmp/unfinished/</c>: a file for each, named <c>owner.upload</c>. What a killed process
/// leaves there is as good as what is left by one that saw its sender go.
/// </summary>
internal sealed class UnfinishedFiles(FolderStore store, string folder)
{
    /// <summary>What one user may have there; beyond it the oldest go.</summary>
    private const int MostFiles = 64;

    private const long MostBytes = 64L << 30;

    /// <summary>How long a sender may take to come back.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(24);

    /// <summary>
    /// A server may be held up by its disk before it notices that its sender is gone. One that never notices is another process, or the
    /// upload would have been ended here: then the whole file is sent.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Who still brings something after this time has not been cut off; who has brought nothing for so long has, since he is back here.
    /// </summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Where something is kept.</summary>
    public string FileOf(UnfinishedName name) => Path.Combine(folder, $"{name.Owner}.{name.Upload}");

    /// <inheritdoc cref="IUnfinishedContents.HoldAsync"/>
    public async Task<UnfinishedFile?> HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        var (length, grown) = (-1L, TimeSpan.Zero);
        while (true)
        {
            if (await FolderFiles.RunAsync(() => Open(name), cancellation).ConfigureAwait(false) is { } held)
            {
                return held;
            }

            var now = await FolderFiles.LookAsync(() => PlainFiles.LengthOf(FileOf(name)), cancellation).ConfigureAwait(false) ?? 0;
            (length, grown) = (now, now > length ? since.Elapsed : grown);
            if (!wait || grown > Stall || since.Elapsed > LongestWait)
            {
                return null;
            }

            if (since.Elapsed - grown > Stall)
            {
                UnfinishedFile.EndArrival(FileOf(name));
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Drops what nobody came back for.</summary>
    /// <param name="dryRun">Whether it is only asked what that is.</param>
    /// <returns>What is dropped.</returns>
    public List<StagedLeftover> DropOld(bool dryRun)
    {
        PlainFiles.RefuseLinks(store.Root, folder);
        var dropped = new List<StagedLeftover>();
        foreach (var file in Below("*").Where(IsOld))
        {
            var leftover = new StagedLeftover($"tmp/{Path.GetFileName(folder)}/{file.Name}", file.Length);
            if (dryRun || Drop(file))
            {
                dropped.Add(leftover);
            }
        }

        return dropped;
    }

    private static bool IsOld(FileInfo file) => DateTime.UtcNow - file.LastWriteTimeUtc >= LongestAge;

    private UnfinishedFile? Open(UnfinishedName name)
    {
        PlainFiles.RefuseLinks(store.Root, folder);
        store.Modes.MakeFolder(folder);
        var held = UnfinishedFile.TryOpen(store, FileOf(name));
        if (held is { Length: 0 })
        {
            MakeRoom(name);
        }

        return held;
    }

    /// <summary>Only what a user keeps is listed here, and only for large uploads.</summary>
    private void MakeRoom(UnfinishedName newest)
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in Below($"{newest.Owner}.*").OrderByDescending(file => file.LastWriteTimeUtc))
        {
            files++;
            bytes += file.Length;
            if (files > MostFiles || bytes > MostBytes || IsOld(file))
            {
                Drop(file);
            }
        }
    }

    private List<FileInfo> Below(string pattern) =>
        Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles(pattern).Where(file => file.Exists)] : [];

    /// <returns>Whether it is gone: not if somebody has just come back for it.</returns>
    private bool Drop(FileInfo file)
    {
        using var held = UnfinishedFile.TryOpen(store, file.FullName);
        held?.Drop();
        return held is not null;
    }
}
