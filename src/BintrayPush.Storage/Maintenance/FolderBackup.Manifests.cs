using System.Text.Json;
using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Maintenance;

/// <content>
/// A publish removes the manifest that it replaces. So a head that was copied before a publish may name a manifest that was gone when its
/// turn came: such a head is copied anew, with the manifest that it names now.
/// </content>
public static partial class FolderBackup
{
    private const int MaxTries = 100;

    private static void CompleteManifests(string from, string to, CancellationToken cancellation)
    {
        foreach (var repositoryId in ChildrenOf(to, Records))
        {
            foreach (var head in PlainFiles.Below(Path.Combine(to, Records, repositoryId, "version")).Where(file => !file.IsLink).ToList())
            {
                for (var i = 0; i < MaxTries && !(Rewrite(from, head.Path) && MissingParts(to, repositoryId, head.Path).Count == 0); i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    File.Delete(head.Path);
                    if (!CopyFile(Path.Combine(from, head.Path.Substring(to.Length + 1)), head.Path))
                    {
                        // Swept since: the version is gone.
                        break;
                    }

                    // The root first, which names the pages.
                    while (
                        MissingParts(to, repositoryId, head.Path)
                            .FirstOrDefault(key => CopyFile(FileOf(from, key), FileOf(to, key))) is not null)
                    {
                    }
                }
            }
        }
    }

    /// <summary>
    /// Makes a copied head true of the copy: no plain files are shown there yet, and as there are no records of releases, it says itself
    /// whether what a release has prepared is public.
    /// </summary>
    /// <returns>Whether it is; if not, the release is over and gone since the head was copied.</returns>
    private static bool Rewrite(string from, string head)
    {
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(head), RecordJson.Default.VersionHead) is not { } copied)
            {
                return true;
            }

            var state = copied.Next is { } prepared
                && JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(from, prepared.Release)), RecordJson.Default.ReleaseRecord)
                    is { State: ReleaseState.Committed }
                    ? ReleaseState.Committed
                    : ReleaseState.Dropped;
            var changed = copied.After(state) with { View = null, PossiblyVisible = [] };
            File.Delete(head);
            using var file = new FileStream(head, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            JsonSerializer.Serialize(file, changed, RecordJson.Default.VersionHead);
            FileFlush.File(file);
            return true;
        }
        catch (JsonException)
        {
            // A damaged record is for the check.
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// What a copied head publishes and the copy does not hold: the root of its manifest, or pages. A damaged record is for the check.
    /// </summary>
    private static List<string> MissingParts(string to, string repositoryId, string head)
    {
        try
        {
            if (JsonSerializer.Deserialize(
                File.ReadAllBytes(head), RecordJson.Default.VersionHead) is not { Deleted: false, Manifest: { } commit })
            {
                return [];
            }

            var root = Keys.Manifest(repositoryId, commit);
            if (!File.Exists(FileOf(to, root)))
            {
                return [root];
            }

            var pages = JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(to, root)), RecordJson.Default.ManifestRoot)?.Pages ?? [];
            return [.. pages.Select(page => Keys.ManifestPage(repositoryId, commit, page.Id)).Where(key => !File.Exists(FileOf(to, key)))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string FileOf(string folder, string key) => Path.Combine(folder, key.Replace('/', Path.DirectorySeparatorChar));
}
