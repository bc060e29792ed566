using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>What lies under roots.</summary>
/// <param name="Files">The files, in the order of their paths.</param>
/// <param name="Problems">What the user should know of folders that were left out.</param>
public sealed record RootListing(IReadOnlyList<RootedFile> Files, IReadOnlyList<Problem> Problems);

/// <summary>The files under roots, as they lie on the disk.</summary>
public static class RootContents
{
    /// <summary>
    /// Lists every file of every root and below, in the order of their paths. Folders that are links are entered only when links are
    /// followed, and never when they lead back to a folder that they lie in.
    /// </summary>
    /// <param name="roots">The roots; one whose folder is not there is empty.</param>
    /// <param name="artifacts">Artifacts that the project named: what they say of themselves holds for the same file under a root.</param>
    /// <param name="followLinks">Whether folders that are links are entered.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static RootListing List(
        IEnumerable<NamedRoot> roots, IReadOnlyList<Artifact> artifacts, bool followLinks, CancellationToken cancellation)
    {
        var properties = artifacts.GroupBy(artifact => artifact.LocalPath).ToDictionary(same => same.Key, same => same.First().Properties);
        var files = new List<RootedFile>();
        var leftOut = new List<string>();
        foreach (var root in roots.Where(root => Directory.Exists(root.Folder)))
        {
            var above = new HashSet<string>(StringComparer.Ordinal);
            Enter(new DirectoryInfo(root.Folder), "", root, above);
        }

        return new RootListing(files, leftOut.Count == 0 ? [] : [SelectionProblems.LinkedFoldersLeftOut(leftOut, followLinks)]);

        // Only when links are followed can the way down lead back to a folder above.
        void Enter(DirectoryInfo folder, string path, NamedRoot root, HashSet<string> above)
        {
            var real = followLinks ? LinkedPath.Resolve(folder.FullName) : folder.FullName;
            if (real is null || !above.Add(real))
            {
                leftOut.Add(folder.FullName);
                return;
            }

            Add(folder, path, root, above);
            above.Remove(real);
        }

        void Add(DirectoryInfo folder, string path, NamedRoot root, HashSet<string> above)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                if (entry is not DirectoryInfo below)
                {
                    files.Add(new RootedFile(
                        root.Name, path + entry.Name, entry.FullName, properties.TryGetValue(entry.FullName, out var known)
                            ? known
                            : ArtifactProperties.None)
                    {
                        RootFolder = root.Folder,
                    });
                }
                else if (!followLinks && (below.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    leftOut.Add(below.FullName);
                }
                else
                {
                    Enter(below, $"{path}{below.Name}/", root, above);
                }
            }
        }
    }
}
