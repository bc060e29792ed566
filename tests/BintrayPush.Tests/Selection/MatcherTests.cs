using System.Text;
using BintrayPush.Selection;
using static BintrayPush.Tests.Selection.Rooted;

namespace BintrayPush.Tests.Selection;

/// <summary>The matcher against one that is too simple to be wrong, and the work that it does.</summary>
[TestClass]
public sealed class MatcherTests
{
    [TestMethod]
    public void It_agrees_with_a_naive_matcher_on_random_patterns_and_paths()
    {
        var random = new Random(20260203);
        var matches = 0;
        for (var run = 0; run < 40_000; run++)
        {
            var pattern = "r/" + Text(random, ["a", "b", ".", "*", "?", "*", "?", "/", "/", "/**/", "**", "*.*", "*a*b*"], 8);
            var path = "r/" + Text(random, ["a", "b", ".", "/", "ab", "c"], 7).Trim('/').Replace("//", "/").Replace("//", "/");
            if (path.EndsWith("/", StringComparison.Ordinal) || path.Split('/').Any(segment => segment is "." or "..")
                || !PathPattern.TryParseRooted(pattern, default, out var parsed, out _))
            {
                continue;
            }

            var expected = NaiveMatcher.Matches(pattern, path);
            matches += expected ? 1 : 0;
            var selected = FileSelection.OfFiles([File(path)], new SelectionRules { Files = [parsed] }, Place("r"));
            Assert.AreEqual(expected, selected.Files.Count == 1, $"pattern '{pattern}', path '{path}'");
        }

        // Otherwise the agreement would be about nothing.
        Assert.IsGreaterThan(1_000, matches);
    }

    [TestMethod]
    public void Many_patterns_select_together_what_each_selects_alone()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var patterns = Enumerable.Range(0, 8).Select(_ => "r/" + Text(random, ["a", "b", "*", "?", "/", "/**/", "*.*"], 6))
                .Where(text => PathPattern.TryParseRooted(text, default, out _, out _)).ToArray();
            var files = Enumerable.Range(0, 20).Select(_ => "r/" + Text(random, ["a", "b", "c/", "a/"], 5).Trim('/'))
                .Where(path => path.Length > 2).Distinct().Select(path => File(path)).ToArray();

            CollectionAssert.AreEqual(
                files.Select(file => file.ToString()).Where(path => patterns.Any(pattern => NaiveMatcher.Matches(pattern, path))).ToArray(),
                patterns.Length == 0 ? [] : FileSelection.OfFiles(files, Files(patterns), Place("r/nowhere")).Paths());
        }
    }

    [TestMethod]
    [DataRow("r/????????????????????????????????b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [DataRow("r/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [DataRow("r/**/**/**/**/**/**/**/**/**/**/**/**/x", "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/y", false)]
    [DataRow("r/*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*z?", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", true)]
    public void Patterns_that_make_a_backtracking_matcher_explode_do_not(string pattern, string path, bool selected) =>
        Assert.AreEqual(selected, FileSelection.OfFiles([File("r/" + path)], Files(pattern), Place("r")).Files.Count == 1);

    [TestMethod]
    [DataRow("r/a?b", "r/a\U0001F600b", true)]
    [DataRow("r/a??b", "r/a\U0001F600\U0001F600b", true)]
    [DataRow("r/a?b", "r/a\U0001F600\U0001F600b", false)]
    [DataRow("r/?\U0001F600*?", "r/\U0001F600x", true)]
    public void A_question_mark_is_a_character_even_if_it_takes_two_places(string pattern, string path, bool selected) =>
        Assert.AreEqual(selected, FileSelection.OfFiles([File(path)], Files(pattern), Place("r")).Files.Count == 1);

    [TestMethod]
    [DataRow("r/f{0}/**/*.zip", DisplayName = "patterns with folders of their own")]
    [DataRow("r/**/*.x{0}", DisplayName = "patterns with extensions of their own")]
    public void A_hundred_thousand_files_and_a_hundred_patterns_are_compared_about_once_per_file(string form)
    {
        var patterns = Enumerable.Range(0, 100).Select(i => new PatternText(form, i).Parsed).ToList();
        var files = Enumerable.Range(0, 100_000).Select(
            i => new RootedFile("r", $"f{i % 100}/d{i % 7}/file{i}.{(i % 2 == 0 ? "zip" : $"x{i % 100}")}", "", Properties(""))).ToList();
        var matching = new PathMatching(files, CancellationToken.None);

        matching.Select(patterns, Place("r"));

        Assert.IsLessThan(3 * files.Count, matching.Comparisons);
    }

    private static string Text(Random random, string[] pieces, int most)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, most + 1); i > 0; i--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private sealed record PatternText(string Form, int Number)
    {
        public PathPattern Parsed => Pattern(Form.Replace("{0}", Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
