using BintrayPush.Storage.Folder;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Maintenance;

/// <summary>
/// Files between the store's own that it did not write: no listing, check or sweep ever sees them, so somebody has to be told of them.
/// </summary>
internal static class ForeignFiles
{
    private static readonly string[] Folders =
    [
        Keys.Repositories, Keys.RepositoryContents, Keys.Contents, Keys.Condemnations, Keys.PendingViewUpdate, Keys.DeadRepositories,
        Keys.Releases, Keys.StagedReleases, Keys.Legs,
    ];

    /// <summary>Notes each of them; none is touched.</summary>
    public static void Report(string root, CheckReport report, CancellationToken cancellation)
    {
        foreach (var file in Folders.SelectMany(folder => PlainFiles.Below(Path.Combine(root, folder.TrimEnd('/')))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.IsLink || !Keys.IsKey(file.Path.Substring(root.Length).Replace('\\', '/').TrimStart('/')))
            {
                report.Note(file.Path, "the store did not write it and does not look at it; delete it if nobody wants it");
            }
        }
    }
}
