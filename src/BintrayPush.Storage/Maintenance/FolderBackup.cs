using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <summary>
/// Copies a data folder that is in use. What refers to something is copied before what it refers to, so that nothing in the copy refers
/// to what came later: indexes, heads of versions, records of paths, the other records of a version, packages, repositories, users,
/// contents.
/// </summary>
public static partial class FolderBackup
{
    private const string Records = "r";
    private const string Contents = "content";

    /// <summary>Copied after what refers to them and before the contents, in this order.</summary>
    private static readonly string[] LaterRecords = ["package", "gone"];

    /// <summary>Releases that several machines stage, before the lists of their files and the versions that these name.</summary>
    private static readonly string[] Staged = ["staged", "leg"];

    /// <summary>
    /// What was changed in a store before it was copied says nothing of the copy: who followed it there is to look at everything.
    /// </summary>
    private const string Changes = "changes";

    /// <summary>Unfinished work, locks, and what is made anew from the rest.</summary>
    private static readonly string[] LeftOut = ["tmp", "lock", "dl", "unseen", "release", DamagedContents.Folder];

    /// <summary>Copies a folder, reads the copy back, and makes its plain files.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="target">A folder that is empty or not there.</param>
    /// <param name="found">Gets what is damaged in the copy.</param>
    /// <param name="cancellation">Ends the work; an unfinished copy stays, to be deleted.</param>
    /// <exception cref="BintrayException">503: a folder cannot be read or written. 409: the target is not empty.</exception>
    public static Task<StoreCheckResult> RunAsync(
        string folder, string target, Action<StoreFinding> found, CancellationToken cancellation) =>
        RunAsync(folder, target, found, _ => { }, cancellation);

    /// <summary>The same; <paramref name="copied"/> gets each part of the folder once it is copied.</summary>
    internal static async Task<StoreCheckResult> RunAsync(
        string folder, string target, Action<StoreFinding> found, Action<string> copied, CancellationToken cancellation)
    {
        var (from, to) = (Path.GetFullPath(folder), Path.GetFullPath(target));
        await FolderFiles.RunAsync(
            () =>
            {
                if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
                {
                    throw StoreRefusal.Conflict($"'{to}' is not empty: a backup goes to a folder of its own");
                }

                if (!Directory.Exists(from) || to.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw StoreRefusal.Conflict($"'{from}' is not there, or the backup would go into it");
                }

                MakeFolder(from, to);
                // How names are kept there: an opening of the copy would decide it anew.
                CopyFile(Path.Combine(from, FolderMarker.Name), Path.Combine(to, FolderMarker.Name));
                foreach (var part in Parts(from))
                {
                    if (part == Contents)
                    {
                        CompleteManifests(from, to, cancellation);
                    }

                    Copy(from, to, part, cancellation);
                    copied(part);
                }

                return true;
            },
            cancellation).ConfigureAwait(false);
        await NoteIndexesAsync(to, cancellation).ConfigureAwait(false);
        return await FolderCheck.RunAsync(to, repair: true, found, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The folders in the order in which they are copied. Each is looked for when its turn comes: new ones may be there by then.
    /// </summary>
    private static IEnumerable<string> Parts(string root)
    {
        foreach (var part in Staged)
        {
            yield return part;
        }

        string[] first = ["index", "version", "path"];
        foreach (var kind in first)
        {
            foreach (var id in ChildrenOf(root, Records))
            {
                yield return Path.Combine(Records, id, kind);
            }
        }

        foreach (var id in ChildrenOf(root, Records))
        {
            foreach (var kind in ChildrenOf(root, Path.Combine(Records, id)).Except([.. first, .. LaterRecords, Changes]))
            {
                yield return Path.Combine(Records, id, kind);
            }
        }

        foreach (var kind in LaterRecords)
        {
            foreach (var id in ChildrenOf(root, Records))
            {
                yield return Path.Combine(Records, id, kind);
            }
        }

        yield return "repo";
        foreach (var other in ChildrenOf(root, "").Except([Records, "repo", Contents, .. Staged, .. LeftOut]))
        {
            yield return other;
        }

        yield return Contents;
    }

    private static List<string> ChildrenOf(string root, string part)
    {
        var folder = new DirectoryInfo(Path.Combine(root, part));
        return folder.Exists && (part.Length == 0 || !PlainFiles.IsLink(folder.FullName))
            ? [.. folder.EnumerateDirectories().Where(child => !PlainFiles.IsLink(child.FullName)).Select(child => child.Name)]
            : [];
    }

    private static void Copy(string from, string to, string part, CancellationToken cancellation)
    {
        foreach (var file in PlainFiles.Below(Path.Combine(from, part)).Where(file => !file.IsLink))
        {
            cancellation.ThrowIfCancellationRequested();
            // What was cleared away since it was listed is left out: whatever referred to it does no longer.
            CopyFile(file.Path, Path.Combine(to, file.Path.Substring(from.TrimEnd(Path.DirectorySeparatorChar).Length + 1)));
        }
    }

    /// <summary>Copies a file; the copy is new.</summary>
    /// <returns>Whether it was there.</returns>
    private static bool CopyFile(string source, string target)
    {
        try
        {
            using var content = new ContentFile(source);
            MakeFolder(Path.GetDirectoryName(source)!, Path.GetDirectoryName(target)!);
            using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            content.CopyTo(copy);
            FileFlush.File(copy);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(source))
        {
            return false;
        }

        TakeOverMode(source, target);
        return true;
    }

    /// <summary>As closed to others as the folder that is copied.</summary>
    private static void MakeFolder(string source, string target)
    {
        if (Directory.Exists(target))
        {
            return;
        }

        if (Path.GetDirectoryName(target) is { } parent && !Directory.Exists(parent) && Path.GetDirectoryName(source) is { } above)
        {
            MakeFolder(above, parent);
        }

        Directory.CreateDirectory(target);
        TakeOverMode(source, target);
    }

    private static void TakeOverMode(string source, string target)
    {
#if NET
        if (!OperatingSystem.IsWindows() && (File.Exists(source) || Directory.Exists(source)))
        {
            File.SetUnixFileMode(target, File.GetUnixFileMode(source));
            return;
        }
#endif
        if (File.Exists(source))
        {
            File.SetAttributes(target, File.GetAttributes(source));
        }
    }
}
