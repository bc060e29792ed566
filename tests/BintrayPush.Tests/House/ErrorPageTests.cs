using System.Text.RegularExpressions;

namespace BintrayPush.Tests.House;

/// <summary>Every code that can be shown stands in docs/errors.md with cause and cure, and nothing else stands there.</summary>
[TestClass]
public sealed class ErrorPageTests
{
    private static readonly Regex Code = new(@"\bBTP\d{4}\b");

    [TestMethod]
    public void The_error_page_has_exactly_the_codes_that_the_product_can_show()
    {
        var shown = SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("build", "*.targets"))
            .SelectMany(file => Code.Matches(File.ReadAllText(file)).Cast<Match>().Select(match => match.Value))
            .Distinct().OrderBy(code => code, StringComparer.Ordinal).ToArray();

        CollectionAssert.AreEqual(shown, Entries().Select(entry => entry.Code).ToArray());
    }

    [TestMethod]
    public void Every_entry_says_cause_and_cure()
    {
        foreach (var (code, text) in Entries())
        {
            StringAssert.Contains(text, "**Cause.**", $"{code} has no cause.");
            StringAssert.Contains(text, "**Cure.**", $"{code} has no cure.");
        }
    }

    private static IEnumerable<(string Code, string Text)> Entries() =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md"))
            .Split(["\n### "], StringSplitOptions.None)
            .Skip(1)
            .Select(entry => (Code.Match(entry).Value, entry));
}
