using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>Patterns that name files one by one, so that a descriptor pushes these and no others.</summary>
/// <param name="Rules">The patterns.</param>
/// <param name="Problems">Which files no pattern can name.</param>
public sealed record PatternsOfFiles(SelectionRules Rules, IReadOnlyList<Problem> Problems)
{
    /// <summary>Names each file by the innermost root that holds it, or else from the folder of the descriptor.</summary>
    /// <param name="files">The absolute paths of the files.</param>
    /// <param name="descriptor">The absolute path of the descriptor.</param>
    /// <param name="roots">The roots.</param>
    public static PatternsOfFiles Of(IEnumerable<string> files, string descriptor, IReadOnlyList<NamedRoot> roots)
    {
        var rooted = new List<PathPattern>();
        var relative = new List<PathPattern>();
        var problems = new List<Problem>();
        var folder = Path.GetDirectoryName(descriptor)!;
        foreach (var file in files.Distinct(StringComparer.Ordinal).OrderBy(file => file, StringComparer.Ordinal))
        {
            // A file is in a root exactly if a descriptor that lies beside it is.
            var place = DescriptorPlace.Of(file, roots);
            var name = place.Folder.Length == 0 ? Path.GetFileName(file) : $"{place.Folder}/{Path.GetFileName(file)}";
            if (place.Root.Name.Length > 0 && PathPattern.TryParseRooted($"{place.Root.Name}/{name}", default, out var pattern, out _))
            {
                rooted.Add(pattern);
            }
            else if (DescriptorPlace.Of(file, [new NamedRoot("descriptor", folder)]) is { Root.Name.Length: > 0 } below
                && PathPattern.TryParseRelative(
                    below.Folder.Length == 0 ? name : $"{below.Folder}/{Path.GetFileName(file)}", default, out pattern, out _))
            {
                relative.Add(pattern);
            }
            else
            {
                problems.Add(SelectionProblems.FileWithoutRoot(file, descriptor));
            }
        }

        return new PatternsOfFiles(new SelectionRules { Files = rooted, RepoFiles = relative }, problems);
    }
}
