using System.Diagnostics.CodeAnalysis;
using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>What the first segment of a path pattern is relative to.</summary>
internal enum PatternBase
{
    /// <summary>The first segment is the name of a root.</summary>
    NamedRoot,

    /// <summary>The root that holds the descriptor.</summary>
    DescriptorRoot,

    /// <summary>The folder of the descriptor.</summary>
    DescriptorFolder,
}

/// <summary>
/// A pattern of <c>applyToFiles</c> or <c>applyToRepoFiles</c> (semantics reference 4.1, 4.3). <c>*</c> and <c>?</c> stay within a
/// segment; <c>**</c> as a segment is one or more folders; <c>*.*</c> as the file name is every file. An instance is always usable.
/// </summary>
public sealed class PathPattern
{
    private const int LongestText = 2048;
    private const string AnyFolders = "**";
    private const string AnyFile = "*.*";

    private PathPattern(string text, PatternBase origin, string? root, IReadOnlyList<Wildcard?> folders, Wildcard? fileName)
    {
        Text = text;
        Origin = origin;
        Root = root;
        Folders = folders;
        FileName = fileName;
        HasDoubleStarInName = folders.Append(fileName).Any(segment => segment?.Text.Contains(AnyFolders) == true);
    }

    /// <summary>As it was written, without blanks around it.</summary>
    public string Text { get; }

    /// <summary>Where it was written, if that is known.</summary>
    public SourcePosition Position { get; private init; }

    /// <summary>Whether there is a <c>**</c> that is not a folder segment of its own, and so acts as <c>*</c>.</summary>
    public bool HasDoubleStarInName { get; }

    internal PatternBase Origin { get; }

    /// <summary>The name of the root, if the pattern names one.</summary>
    internal string? Root { get; }

    /// <summary>The folders; <see langword="null"/> stands for one or more of any name.</summary>
    internal IReadOnlyList<Wildcard?> Folders { get; }

    /// <summary>The file name; <see langword="null"/> if the pattern ends in a slash, so that it selects nothing.</summary>
    internal Wildcard? FileName { get; }

    /// <summary>What it says if its commas separate patterns (semantics reference 4.1.7); empty if they cannot.</summary>
    internal IReadOnlyList<PathPattern> Parts { get; private init; } = [];

    /// <summary>Reads a pattern of <c>applyToFiles</c>: <c>root/folders/file</c>; one leading slash is tolerated (4.1.5).</summary>
    public static bool TryParseRooted(
        string text, SourcePosition position, [NotNullWhen(true)] out PathPattern? pattern, [NotNullWhen(false)] out string? fault) =>
        TryParse(text, position, named: true, out pattern, out fault);

    /// <summary>
    /// Reads a pattern of <c>applyToRepoFiles</c>: with a leading slash from the descriptor's root, else from its folder (4.1.6).
    /// </summary>
    public static bool TryParseRelative(
        string text, SourcePosition position, [NotNullWhen(true)] out PathPattern? pattern, [NotNullWhen(false)] out string? fault) =>
        TryParse(text, position, named: false, out pattern, out fault);

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    /// <summary>The pattern without some of its segments that stand for any folders.</summary>
    internal string TextWithout(IReadOnlyCollection<int> folders)
    {
        var start = Origin switch
        {
            PatternBase.NamedRoot => $"{Root}/",
            PatternBase.DescriptorRoot => "/",
            _ => "",
        };
        var kept = Folders.Select((folder, index) => (Text: folder?.Text ?? AnyFolders, index))
            .Where(folder => !folders.Contains(folder.index));
        return start + string.Concat(kept.Select(folder => folder.Text + "/")) + FileName?.Text;
    }

    private static bool TryParse(
        string text, SourcePosition position, bool named, [NotNullWhen(true)] out PathPattern? pattern, [
            NotNullWhen(false)
        ] out string? fault)
    {
        var trimmed = text.Trim();
        var written = trimmed.Split('/');
        var segments = written.Where(segment => segment is not ("" or ".")).ToList();
        pattern = null;
        fault = FaultIn(trimmed, segments, named);
        if (fault is not null)
        {
            return false;
        }

        var below = named ? segments.Skip(1).ToList() : segments;
        var namesFile = below.Count > 0 && written[written.Length - 1] is not ("" or ".");
        var folders = namesFile ? below.Take(below.Count - 1) : below;
        var origin = named ? PatternBase.NamedRoot : trimmed[0] == '/' ? PatternBase.DescriptorRoot : PatternBase.DescriptorFolder;
        pattern = new PathPattern(
            trimmed,
            origin,
            named ? segments[0] : null,
            [.. folders.Select(folder => folder == AnyFolders ? null : Wildcard.Parse(folder))],
            namesFile ? FileNameOf(below[below.Count - 1]) : null)
        {
            Position = position,
            Parts = PartsOf(trimmed, position, named),
        };
        return true;
    }

    private static string? FaultIn(string text, List<string> segments, bool named)
    {
        if (text.Length == 0)
        {
            return "it is empty";
        }

        if (text.Length > LongestText)
        {
            return $"it is longer than {LongestText} characters";
        }

        if (text.Any(char.IsControl))
        {
            return "it holds a control character";
        }

        if (text.IndexOf('\\') >= 0)
        {
            return "it holds a backslash; segments are separated by '/'";
        }

        if (segments.Contains(".."))
        {
            return "it holds a '..' segment, and patterns do not lead out of a folder";
        }

        return !named ? null
            : segments.Count == 0 || string.IsNullOrWhiteSpace(segments[0]) ? "it names no root; write <root name>/<path>"
            : Wildcard.HasWildcard(segments[0]) ? $"its first segment, '{segments[0]}', is the name of a root and takes no wildcard"
            : null;
    }

    private static Wildcard FileNameOf(string text) => text == AnyFile ? Wildcard.Everything(text) : Wildcard.Parse(text);

    private static IReadOnlyList<PathPattern> PartsOf(string text, SourcePosition position, bool named)
    {
        if (text.IndexOf(',') < 0)
        {
            return [];
        }

        var parts = new List<PathPattern>();
        foreach (var part in text.Split(',').Where(part => !string.IsNullOrWhiteSpace(part)))
        {
            if (!TryParse(part, position, named, out var parsed, out _))
            {
                return [];
            }

            parts.Add(parsed);
        }

        return parts;
    }
}
