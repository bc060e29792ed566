using BintrayPush.Artifacts;

namespace BintrayPush.Selection;

/// <summary>The files under roots, as they lie on the disk.</summary>
public static class RootContents
{
    /// <summary>
    /// Lists every file of every root and below, in the order of their paths. Folders that are links are not entered: they could lead
    /// anywhere, also back.
    /// </summary>
    /// <param name="roots">The roots; one whose folder is not there is empty.</param>
    /// <param name="artifacts">Artifacts that the project named: what they say of themselves holds for the same file under a root.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<RootedFile> List(IEnumerable<NamedRoot> roots, IReadOnlyList<Artifact> artifacts, CancellationToken cancellation)
    {
        var properties = artifacts.GroupBy(artifact => artifact.LocalPath).ToDictionary(same => same.Key, same => same.First().Properties);
        var files = new List<RootedFile>();
        foreach (var root in roots.Where(root => Directory.Exists(root.Folder)))
        {
            Add(new DirectoryInfo(root.Folder), "", root.Name);
        }

        return files;

        void Add(DirectoryInfo folder, string path, string root)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                if (entry is not DirectoryInfo below)
                {
                    files.Add(new RootedFile(
                        root, path + entry.Name, entry.FullName, properties.TryGetValue(entry.FullName, out var known) ? known : ArtifactProperties.None));
                }
                else if ((below.Attributes & FileAttributes.ReparsePoint) == 0)
                {
                    Add(below, $"{path}{below.Name}/", root);
                }
            }
        }
    }
}
