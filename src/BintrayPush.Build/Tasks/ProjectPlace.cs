using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BintrayPush.Build.Tasks;

/// <summary>
/// Where in a project a problem has its cause: the item whose file the message names, or the property that it names; else the project as a
/// whole. The project's own Directory.Build.props and .targets are looked into as well. Without a place MSBuild would name our own targets,
/// where nobody can mend anything.
/// </summary>
internal sealed class ProjectPlace(string projectFile)
{
    private const long Largest = 1 << 20;
    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Build.targets"];
    private static readonly Regex Setting = new(@"\bBintray[A-Z]\w*", RegexOptions.CultureInvariant);

    private List<(string File, XElement Element)>? _elements;

    /// <summary>
    /// The problem with its place. A line in some file stays. A file as a whole, which as a rule is one that is pushed and that nobody
    /// edits, gives way to its item, if the project names it.
    /// </summary>
    public Problem Of(Problem problem)
    {
        if (problem.Line > 0)
        {
            return problem;
        }

        _elements ??= [.. Files().SelectMany(Read)];
        var names = Setting.Matches(problem.Text).Cast<Match>().Select(found => found.Value).Distinct().ToList();
        var (file, item) = _elements.FirstOrDefault(
            found => IsItemOf(found.Element, problem.File is null ? problem.Text : Path.GetFileName(problem.File)));
        if (item is not null)
        {
            return names.Select(name => MetadataOf(item, name)).FirstOrDefault(found => found is not null) is { } metadata
                ? At(problem, file, metadata)
                : names.Select(PropertyOf).FirstOrDefault(found => found.Element is not null) is { Element: { } property } set
                    ? At(problem, set.File, property)
                : At(problem, file, item);
        }

        if (problem.File is not null)
        {
            return problem;
        }

        var named = names.Select(name => PropertyOf(name) is { Element: not null } found ? found : ElementOf(name))
            .FirstOrDefault(found => found.Element is not null);
        return named.Element is null ? problem with { File = projectFile } : At(problem, named.File, named.Element);
    }

    private static Problem At(Problem problem, string file, IXmlLineInfo place) =>
        problem with { File = file, Line = place.LineNumber, Column = place is XElement ? place.LinePosition - 1 : place.LinePosition };

    private (string File, XElement? Element) PropertyOf(string name) =>
        _elements!.FirstOrDefault(found => found.Element.Name.LocalName == name && found.Element.Parent?.Name.LocalName == "PropertyGroup");

    private (string File, XElement? Element) ElementOf(string name) =>
        _elements!.FirstOrDefault(found => found.Element.Name.LocalName == name);

    /// <summary>Metadata may be written as an element or as an attribute.</summary>
    private static IXmlLineInfo? MetadataOf(XElement item, string name) =>
        (IXmlLineInfo?)item.Elements().FirstOrDefault(element => element.Name.LocalName == name) ?? item.Attribute(name);

    /// <summary>
    /// Whether an item includes a file that the message names. Names are compared without their folders, which the project may write with
    /// properties that are not known here.
    /// </summary>
    private static bool IsItemOf(XElement element, string text) =>
        element.Name.LocalName == "BintrayArtifact"
        && (element.Attribute("Include")?.Value ?? "").Split(';')
            .Select(include => include.Substring(include.LastIndexOfAny(['/', '\\', ')']) + 1).Trim())
            .Any(name => name.Trim('*', '.', '?').Length > 0 && Regex.IsMatch(text, Pattern(name), RegexOptions.CultureInvariant));

    private static string Pattern(string name) =>
        @"(?<![\w.-])" + Regex.Escape(name).Replace(@"\*", @"[^\s/\\'""]*").Replace(@"\?", @"[^\s/\\'""]?") + @"(?![\w-]|\.\w)";

    private IEnumerable<string> Files()
    {
        yield return projectFile;
        foreach (var name in SharedFiles)
        {
            // As MSBuild does it: the nearest one.
            for (var folder = Path.GetDirectoryName(projectFile); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (Path.Combine(folder!, name) is var file && File.Exists(file))
                {
                    yield return file;
                    break;
                }
            }
        }
    }

    private static IEnumerable<(string File, XElement Element)> Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > Largest)
            {
                return [];
            }

            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return [.. XDocument.Load(reader, LoadOptions.SetLineInfo).Descendants()
                .Where(element => element.Name.LocalName.StartsWith("Bintray", StringComparison.Ordinal))
                .Select(element => (file, element))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or XmlException)
        {
            // The place is an extra: the message itself must not be lost for it.
            return [];
        }
    }
}
