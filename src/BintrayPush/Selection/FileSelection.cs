using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>
/// Which files a descriptor is for: paths first, then properties; descriptors never (semantics reference 4.1, 4.2, 4.6.5).
/// </summary>
public static class FileSelection
{
    /// <summary>
    /// Mode <c>Files</c>: what the descriptor names under the roots; without patterns everything in its folder and below.
    /// </summary>
    /// <param name="files">Every file under the roots.</param>
    /// <param name="rules">What the descriptor says.</param>
    /// <param name="place">Where the descriptor lies.</param>
    /// <param name="wholeFolder">Whether a descriptor without patterns may push a folder with sources.</param>
    public static Selected<RootedFile> OfFiles(
        IReadOnlyList<RootedFile> files,
        SelectionRules rules,
        DescriptorPlace place,
        bool wholeFolder = false,
        CancellationToken cancellation = default)
    {
        var pushable = files.Where(file => !DescriptorName.IsDescriptor(file.FileName)).ToList();
        var problems = new List<Problem>();
        IReadOnlyList<RootedFile> named;
        if (rules.Files.Count + rules.RepoFiles.Count == 0)
        {
            var below = place.Folder.Length == 0 ? 0 : place.Folder.Split('/').Length;
            var folder = new WholeFolder([.. pushable.Where(file => IsBelow(file, place))], below);
            named = folder.Files;
            problems.AddRange(folder.Problems(wholeFolder, place));
        }
        else
        {
            var matching = new PathMatching(pushable, cancellation);
            named = matching.Select(rules.Files.Concat(rules.RepoFiles), place);
            problems.AddRange(matching.Problems);
        }

        if (named.Count == 0 && problems.All(problem => problem.Severity != Severity.Error))
        {
            problems.Add(SelectionProblems.NothingSelected(pushable.Count));
        }

        return new Selected<RootedFile>(Filtered(named, file => file.Properties, rules.Properties, problems), problems);
    }

    /// <summary>A folder that was named, with every file below it that may be public.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="meant">Whether it may be a folder with sources.</param>
    /// <param name="followLinks">Whether folders that are links are entered.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static Selected<RootedFile> OfFolder(string folder, bool meant, bool followLinks, CancellationToken cancellation)
    {
        var root = new NamedRoot("", folder);
        var listing = RootContents.List([root], [], followLinks, cancellation);
        var whole = new WholeFolder(listing.Files, above: 0);
        return new Selected<RootedFile>(whole.Files, [.. listing.Problems, .. whole.Problems(meant, new DescriptorPlace(root, ""))]);
    }

    /// <summary>
    /// Mode <c>Build</c>: the artifacts of the build, as far as they pass the property filter (4.1.3, and 4.1.4 as documented).
    /// Patterns have no meaning here and must not be there (E11, 4.1.9).
    /// </summary>
    /// <param name="artifacts">The artifacts of the build.</param>
    /// <param name="rules">What the descriptor says.</param>
    public static Selected<Artifact> OfBuild(IReadOnlyList<Artifact> artifacts, SelectionRules rules)
    {
        var problems = new List<Problem>();
        AddIfGiven("applyToFiles", rules.Files);
        AddIfGiven("applyToRepoFiles", rules.RepoFiles);
        var pushable = artifacts.Where(artifact => !DescriptorName.IsDescriptor(artifact.LocalPath)).ToList();
        if (pushable.Count == 0)
        {
            problems.Add(SelectionProblems.NothingToSelectFrom());
        }

        return new Selected<Artifact>(Filtered(pushable, artifact => artifact.Properties, rules.Properties, problems), problems);

        void AddIfGiven(string field, IReadOnlyList<PathPattern> patterns)
        {
            if (patterns.Count > 0)
            {
                problems.Add(SelectionProblems.PatternsInBuildMode(field, patterns[0]));
            }
        }
    }

    private static bool IsBelow(RootedFile file, DescriptorPlace place) =>
        file.Root == place.Root.Name && (place.Folder.Length == 0 || file.Path.StartsWith(place.Folder + "/", StringComparison.Ordinal));

    private static IReadOnlyList<T> Filtered<T>(
        IReadOnlyList<T> named, Func<T, ArtifactProperties> propertiesOf, PropertyFilter filter, List<Problem> problems)
    {
        if (filter.IsEmpty || named.Count == 0)
        {
            return named;
        }

        var passing = new List<T>();
        var hinted = new HashSet<KeyValuePair<string, string>>();
        foreach (var file in named)
        {
            var properties = propertiesOf(file);
            if (filter.Passes(properties))
            {
                passing.Add(file);
            }
            else
            {
                problems.AddRange(filter.FailedByCase(properties).Where(hinted.Add).Select(SelectionProblems.PropertyDiffersInCase));
            }
        }

        if (passing.Count == 0)
        {
            problems.Add(SelectionProblems.FilterRemovesAll(named.Count));
        }

        return passing;
    }
}
