using System.Text.RegularExpressions;

namespace BintrayPush.Tests.House;

/// <summary>What a comment cites is there: a section of the references in docs/reference, or a page and a heading of docs.</summary>
[TestClass]
public sealed class CitationTests
{
    private static readonly Regex Reference = new(@"reference,? (?:sections? )?(?<number>\d+(\.\d+)?)(?:(?:, | and | to )(?<number>\d+(\.\d+)?))*");
    private static readonly Regex Page = new(@"docs/(?<page>[\w/-]+\.md)(, ""(?<heading>[^""]+)"")?");

    [TestMethod]
    public void Every_section_of_the_references_that_is_cited_exists()
    {
        var sections = NumbersIn("reference/bintray-rest-api.md").Concat(NumbersIn("reference/push-to-bintray.md")).ToHashSet();
        var missing = Comments().SelectMany(comment => Reference.Matches(comment.Text).Cast<Match>()
            .SelectMany(match => match.Groups["number"].Captures.Cast<Capture>())
            .Where(number => !sections.Contains(number.Value))
            .Select(number => $"{comment.File}: section {number.Value}"));
        Assert.AreEqual("", string.Join(Environment.NewLine, missing));
    }

    [TestMethod]
    public void Every_page_that_is_cited_exists_with_its_heading()
    {
        var missing = Comments().SelectMany(comment => Page.Matches(comment.Text).Cast<Match>()
            .Where(match => !File.Exists(PathOf(match.Groups["page"].Value)) || (match.Groups["heading"].Success
                && !HeadingsOf(match.Groups["page"].Value).Contains(match.Groups["heading"].Value, StringComparer.OrdinalIgnoreCase)))
            .Select(match => $"{comment.File}: {match.Value}"));
        Assert.AreEqual("", string.Join(Environment.NewLine, missing));
    }

    /// <summary>The numbers of sections ("## 6"), of their rules ("- 6.3") and of the items of their lists ("10." in section 19).</summary>
    private static IEnumerable<string> NumbersIn(string page)
    {
        var section = "";
        foreach (var line in File.ReadLines(PathOf(page)))
        {
            if (Regex.Match(line, @"^#+ (\d+(\.\d+)?)") is { Success: true } heading)
            {
                yield return section = heading.Groups[1].Value;
            }
            else if (Regex.Match(line, @"^- (\d+\.\d+) ") is { Success: true } rule)
            {
                yield return rule.Groups[1].Value;
            }
            else if (Regex.Match(line, @"^(\d+)\. ") is { Success: true } item)
            {
                yield return $"{section}.{item.Groups[1].Value}";
            }
        }
    }

    private static string PathOf(string page) => Path.Combine(SourceTree.Root, "docs", page.Replace('/', Path.DirectorySeparatorChar));

    private static IEnumerable<string> HeadingsOf(string page) => File.ReadLines(PathOf(page))
        .Where(line => line.StartsWith("#", StringComparison.Ordinal))
        .Select(line => line.TrimStart('#').Trim());

    /// <summary>The comments of all sources, each with its lines joined: a citation may be broken anywhere.</summary>
    private static IEnumerable<(string File, string Text)> Comments()
    {
        foreach (var file in SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("tests", "*.cs")))
        {
            var comments = File.ReadLines(file).Select(line => Regex.Match(line, @"^\s*///? ?(.*)|\s// (.*)")).Where(match => match.Success)
                .Select(match => match.Groups[1].Value + match.Groups[2].Value);
            yield return (file, string.Join(" ", comments));
        }
    }
}
