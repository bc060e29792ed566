using System.Text;
using System.Text.RegularExpressions;

namespace BintrayPush.Versions;

/// <summary>
/// A list of changes with a section for each version, as Keep a Changelog has it: a heading that begins with the version, whatever stands
/// around it (<c>## [1.0.0] - 2026-11-22</c>, <c>## v1.0.0</c>, <c>## Version 1.0.0</c>, <c># [1.0.0](https://...) (2026-11-22)</c>).
/// </summary>
internal sealed class Changelog
{
    private static readonly Regex Heading = new(
        @"^ {0,3}(?<marks>#{1,6})[ \t]+(?<text>.*?)[ \t]*#*[ \t]*\z", RegexOptions.CultureInvariant);

    private static readonly Regex Title = new(
        @"^(?:(?:version|release)[ \t]+)?\[?(?<version>unreleased|[vV]?[0-9]+\.[0-9]+[0-9A-Za-z.+-]*)\]?(\([^)]*\))?"
            + @"([ \t]+[-/(:\[\u2013\u2014].*|:.*)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Where the links of headings lead to; they stand below the last section and belong to none.</summary>
    private static readonly Regex LinkTarget = new(@"^ {0,3}\[[^\]]+\]:[ \t]*\S+", RegexOptions.CultureInvariant);

    private static readonly Regex Fence = new(@"^ {0,3}(?<mark>```+|~~~+)", RegexOptions.CultureInvariant);

    private readonly List<(string Version, string Text)> _sections;

    private Changelog(List<(string Version, string Text)> sections) => _sections = sections;

    /// <summary>What the sections are called, in their order.</summary>
    public IReadOnlyList<string> Versions => [.. _sections.Select(section => section.Version)];

    /// <summary>The section of a version, without its heading; nothing if it has none.</summary>
    public string? SectionOf(string version) => _sections.Where(section => VersionText.AreEqual(section.Version, version))
        .Select(section => section.Text).FirstOrDefault();

    /// <summary>Reads it.</summary>
    /// <param name="text">A text in Markdown.</param>
    public static Changelog Read(string text)
    {
        var sections = new List<(string Version, string Text)>();
        var (section, version, level) = (new StringBuilder(), (string?)null, 0);
        string? fence = null;
        foreach (var line in text.Replace("\r\n", "\n").Split('\n'))
        {
            // What looks like a heading in a block of code is none.
            var mark = Fence.Match(line) is { Success: true } found ? found.Groups["mark"].Value : null;
            fence = fence is null ? mark : mark is not null && mark[0] == fence[0] && mark.Length >= fence.Length ? null : fence;
            var heading = fence is null && mark is null ? Heading.Match(line) : Match.Empty;
            var title = heading.Success ? Title.Match(heading.Groups["text"].Value) : Match.Empty;
            if (title.Success || (heading.Success && heading.Groups["marks"].Length <= level))
            {
                End();
                (version, level) = title.Success ? (title.Groups["version"].Value, heading.Groups["marks"].Length) : (null, 0);
            }
            else if (version is not null)
            {
                section.Append(line).Append('\n');
            }
        }

        End();
        return new Changelog(sections);

        void End()
        {
            if (version is not null)
            {
                sections.Add((version, WithoutTargets(section.ToString())));
            }

            section.Clear();
        }
    }

    private static string WithoutTargets(string section)
    {
        var lines = section.Split('\n').ToList();
        while (lines.Count > 0 && (string.IsNullOrWhiteSpace(lines[lines.Count - 1]) || LinkTarget.IsMatch(lines[lines.Count - 1])))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return string.Join("\n", lines).Trim('\n');
    }
}
