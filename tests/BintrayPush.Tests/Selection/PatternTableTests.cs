using BintrayPush.Messages;
using BintrayPush.Selection;

namespace BintrayPush.Tests.Selection;

/// <summary>The tables 4.4 and 4.5 of the semantics reference, row by row; what is expected is their column "Use".</summary>
[TestClass]
public sealed class PatternTableTests
{
    [TestMethod]
    [DataRow("repo1/org/acme/tool.dll", "repo1/org/acme/tool.dll", true, DisplayName = "Row 1")]
    [DataRow("repo1/org/acme/tool.dll", "repo1/org/acme/sub/tool.dll", false, DisplayName = "Row 2")]
    [DataRow("repo1/org/acme/tool.dll", "repo2/org/acme/tool.dll", false, DisplayName = "Row 3")]
    [DataRow("repo1/org/acme/*.*", "repo1/org/acme/tool.dll", true, DisplayName = "Row 4")]
    [DataRow("repo1/org/acme/*.*", "repo1/org/acme/sub/tool.dll", false, DisplayName = "Row 5")]
    [DataRow("repo1/org/acme/*.*", "repo1/org/acme/LICENSE", true, DisplayName = "Row 6")]
    [DataRow("repo1/org/acme/*", "repo1/org/acme/LICENSE", true, DisplayName = "Row 7")]
    [DataRow("repo1/org/acme/*", "repo1/org/acme/a.b.c", true, DisplayName = "Row 8")]
    [DataRow("repo1/org/acme/*.dll", "repo1/org/acme/tool.dll", true, DisplayName = "Row 9")]
    [DataRow("repo1/org/acme/*.dll", "repo1/org/acme/.dll", true, DisplayName = "Row 10")]
    [DataRow("repo1/org/acme/*.dll", "repo1/org/acme/tool.dll.config", false, DisplayName = "Row 11")]
    [DataRow("repo1/org/acme/*.dll", "repo1/org/acme/tool-dll", false, DisplayName = "Row 12")]
    [DataRow("repo1/org/acme/t*l.dll", "repo1/org/acme/tl.dll", true, DisplayName = "Row 13")]
    [DataRow("repo1/org/acme/*tool*.dll", "repo1/org/acme/my.tool.x64.dll", true, DisplayName = "Row 14")]
    [DataRow("repo1/org/acme/*.DLL", "repo1/org/acme/tool.dll", false, DisplayName = "Row 15")]
    [DataRow("repo2/org/acme/module*/*.jar", "repo2/org/acme/module1/a.jar", true, DisplayName = "Row 16")]
    [DataRow("repo2/org/acme/module*/*.jar", "repo2/org/acme/module/a.jar", true, DisplayName = "Row 17")]
    [DataRow("repo2/org/acme/module*/*.jar", "repo2/org/acme/mod/a.jar", false, DisplayName = "Row 18")]
    [DataRow("repo2/org/acme/module*/*.jar", "repo2/org/acme/module1/deep/a.jar", false, DisplayName = "Row 19")]
    [DataRow("repo2/org/acme/module*/*.jar", "repo2/org/acme/x/module1/a.jar", false, DisplayName = "Row 20")]
    [DataRow("repo2/org/*/lib/*.jar", "repo2/org/acme/lib/a.jar", true, DisplayName = "Row 21")]
    [DataRow("repo2/org/*/lib/*.jar", "repo2/org/acme/eu/lib/a.jar", false, DisplayName = "Row 22")]
    [DataRow("repo2/org/*/lib/*.jar", "repo2/org/lib/a.jar", false, DisplayName = "Row 23")]
    [DataRow("repo2/org/acme/**/*.jar", "repo2/org/acme/a/x.jar", true, DisplayName = "Row 24")]
    [DataRow("repo2/org/acme/**/*.jar", "repo2/org/acme/a/b/c/x.jar", true, DisplayName = "Row 25")]
    [DataRow("repo2/org/acme/**/*.jar", "repo2/org/acme/x.jar", false, DisplayName = "Row 26")]
    [DataRow("repo2/org/acme/**/*.jar", "repo2/org/acmex/a/x.jar", false, DisplayName = "Row 27")]
    [DataRow("repo2/org/**/lib/*.jar", "repo2/org/a/lib/x.jar", true, DisplayName = "Row 28")]
    [DataRow("repo2/org/**/lib/*.jar", "repo2/org/a/b/lib/x.jar", true, DisplayName = "Row 29")]
    [DataRow("repo2/org/**/lib/*.jar", "repo2/org/lib/x.jar", false, DisplayName = "Row 30")]
    [DataRow("repo2/**/*.jar", "repo2/a/b/x.jar", true, DisplayName = "Row 31")]
    [DataRow("repo2/**/*.jar", "repo2/x.jar", false, DisplayName = "Row 32")]
    [DataRow("repo2/**/*.*", "repo2/a/README", true, DisplayName = "Row 33")]
    [DataRow("repo2/org/acme/**/art.?ar", "repo2/org/acme/x/art.jar", true, DisplayName = "Row 34")]
    [DataRow("repo2/org/acme/**/art.?ar", "repo2/org/acme/x/art.ar", true, DisplayName = "Row 35")]
    [DataRow("repo2/org/acme/**/art.?ar", "repo2/org/acme/x/art.xjar", false, DisplayName = "Row 36")]
    [DataRow("repo2/org/acme/**/art.?ar", "repo2/org/acme/art.jar", false, DisplayName = "Row 37")]
    [DataRow("repo2/org/acme/v?/a.zip", "repo2/org/acme/v1/a.zip", true, DisplayName = "Row 38")]
    [DataRow("repo2/org/acme/v?/a.zip", "repo2/org/acme/v/a.zip", true, DisplayName = "Row 39")]
    [DataRow("repo2/org/acme/v?/a.zip", "repo2/org/acme/v10/a.zip", false, DisplayName = "Row 40")]
    [DataRow("repo2/org/v?x/a.zip", "repo2/org/v/x/a.zip", false, DisplayName = "Row 41")]
    [DataRow("repo2/org/acme/??.zip", "repo2/org/acme/a.zip", true, DisplayName = "Row 42")]
    [DataRow("repo2/org/acme/??.zip", "repo2/org/acme/abc.zip", false, DisplayName = "Row 43")]
    [DataRow("repo1/a_b/x.zip", "repo1/aXb/x.zip", false, DisplayName = "Row 44")]
    [DataRow("repo1/a_b/x.zip", "repo1/a_b/x.zip", true, DisplayName = "Row 45")]
    [DataRow("repo1/100%/x.zip", "repo1/100%/x.zip", true, DisplayName = "Row 46")]
    [DataRow("repo1/*.zip", "repo1/x.zip", true, DisplayName = "Row 47")]
    [DataRow("repo1/./*.zip", "repo1/x.zip", true, DisplayName = "Row 48")]
    [DataRow("/repo1/org/x.zip", "repo1/org/x.zip", true, DisplayName = "Row 49")]
    [DataRow("repo1/org//acme/x.zip", "repo1/org/acme/x.zip", true, DisplayName = "Row 50")]
    [DataRow("repo1/org/acme/", "repo1/org/acme/x.zip", false, DisplayName = "Row 51")]
    [DataRow("repo1/org/acme", "repo1/org/acme/x.zip", false, DisplayName = "Row 52")]
    [DataRow("repo1/org/acme/**.zip", "repo1/org/acme/x.zip", true, DisplayName = "Row 54")]
    [DataRow("repo1/org/acme/**.zip", "repo1/org/acme/d/x.zip", false, DisplayName = "Row 55")]
    public void Table_4_4_a_pattern_over_named_roots(string pattern, string path, bool selected) =>
        Assert.AreEqual(selected, Selects(Rooted.Files(pattern), path, "other/nowhere"));

    [TestMethod(DisplayName = "Row 53")]
    public void Table_4_4_a_wildcard_in_the_root_is_refused_so_it_matches_nothing()
    {
        Assert.IsFalse(PathPattern.TryParseRooted("repo*/x/a.zip", default, out _, out var fault));
        Assert.AreEqual("its first segment, 'repo*', is the name of a root and takes no wildcard", fault);
    }

    [TestMethod]
    [DataRow("r/org/acme", "/org/acme/*.dll", "r/org/acme/x.dll", true, DisplayName = "Row 56")]
    [DataRow("r/org/acme", "/pkg/*.dll", "r/org/acme/pkg/x.dll", false, DisplayName = "Row 57")]
    [DataRow("r/org/acme", "pkg/*.dll", "r/org/acme/pkg/x.dll", true, DisplayName = "Row 58")]
    [DataRow("r/org/acme", "pkg/*.dll", "r/pkg/x.dll", false, DisplayName = "Row 59")]
    [DataRow("r/org/acme", "*.dll", "r/org/acme/x.dll", true, DisplayName = "Row 60")]
    [DataRow("r/org/acme", "**/*.dll", "r/org/acme/a/b/x.dll", true, DisplayName = "Row 61")]
    [DataRow("r/org/acme", "**/*.dll", "r/org/acme/x.dll", false, DisplayName = "Row 62")]
    [DataRow("r", "*.dll", "r/x.dll", true, DisplayName = "Row 64")]
    [DataRow("r", "/*.dll", "r/x.dll", true, DisplayName = "Row 65")]
    [DataRow("r", "a/*.dll", "r/a/x.dll", true, DisplayName = "Row 66")]
    public void Table_4_5_a_pattern_from_the_descriptor(string folder, string pattern, string path, bool selected) =>
        Assert.AreEqual(selected, Selects(Rooted.RepoFiles(pattern), path, folder));

    [TestMethod(DisplayName = "Row 63")]
    public void Table_4_5_a_pattern_that_leads_out_of_the_folder_is_an_error()
    {
        Assert.IsFalse(PathPattern.TryParseRelative("../b/*.dll", default, out _, out var fault));
        Assert.AreEqual("it holds a '..' segment, and patterns do not lead out of a folder", fault);
    }

    [TestMethod(DisplayName = "Row 67")]
    public void Table_4_5_a_text_with_a_comma_that_matches_nothing_is_split_with_a_warning()
    {
        var selected = FileSelection.OfFiles(
            [Rooted.File("r/org/acme/lib/a/x.dll")], Rooted.RepoFiles("/org/*.dll,  lib/**/*.dll"), Rooted.Place("r/org/acme"));

        Assert.HasCount(1, selected.Files);
        Assert.AreEqual("BTP2025", selected.Problems.Single(problem => problem.Severity == Severity.Warning).Code);
    }

    private static bool Selects(SelectionRules rules, string path, string descriptorFolder) =>
        FileSelection.OfFiles([Rooted.File(path)], rules, Rooted.Place(descriptorFolder)).Files.Count == 1;
}
