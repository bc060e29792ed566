using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>
/// A file of each version with the SHA-256 of all that is pushed of it, which the push itself makes: what is public may be other bytes than
/// what was packed last, and only then it is known.
/// </summary>
/// <param name="Path">Its path in the repository, in which <c>{package}</c> and <c>{version}</c> stand for the names.</param>
/// <param name="Folder">The absolute path of a local folder to write it into.</param>
public sealed record ChecksumsFile(string Path, string Folder)
{
    /// <summary>The files, one for each version that has any other.</summary>
    /// <param name="files">What is to be pushed.</param>
    /// <param name="problems">Gets what is wrong.</param>
    internal IEnumerable<PlannedFile> PlannedFor(IReadOnlyList<PlannedFile> files, List<Problem> problems)
    {
        var planned = new List<PlannedFile>();
        foreach (var version in files.GroupBy(file => file.Version))
        {
            var given = Path.Trim().Replace("{package}", version.Key.Package.Name).Replace("{version}", version.Key.Name);
            if (!RepositoryPath.TryParse(given, out var path, out var fault))
            {
                problems.Add(PlanProblems.ProjectValueIllegal(Setting.ChecksumsFile, fault));
                break;
            }

            // The names of packages and versions may be more than this file system takes.
            var local = System.IO.Path.Combine(Folder, $"{planned.Count + 1}", "SHA256SUMS");
            planned.Add(new PlannedFile(
                new Artifact { LocalPath = local, DefaultPath = path.Value, Size = null }, version.Key, path,
                version.Any(file => file.Override))
            {
                IsChecksums = true,
            });
        }

        return planned;
    }
}
