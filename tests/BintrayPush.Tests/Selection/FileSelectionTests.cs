using BintrayPush.Messages;
using BintrayPush.Selection;
using static BintrayPush.Tests.Selection.Rooted;

namespace BintrayPush.Tests.Selection;

/// <summary>Which files a descriptor is for, and what is said about patterns that miss: semantics reference 4.1 to 4.3.</summary>
[TestClass]
public sealed class FileSelectionTests
{
    [TestMethod]
    public void Rule_4_1_1_without_patterns_everything_in_the_descriptors_folder_and_below_is_selected_except_descriptors()
    {
        RootedFile[] files =
        [
            File("r/org/bintray-info.json"), File("r/org/LICENSE"), File("r/org/sub/My-Bintray-Info-2.JSON"), File("r/org/sub/a.zip"),
            File("r/organ/b.zip"), File("r/c.zip"), File("s/org/d.zip"),
        ];

        CollectionAssert.AreEqual(
            new[] { "r/org/LICENSE", "r/org/sub/a.zip" }, FileSelection.OfFiles(files, SelectionRules.None, Place("r/org")).Paths());
        Assert.HasCount(4, FileSelection.OfFiles(files, SelectionRules.None, Place("r")).Files);
    }

    [TestMethod]
    public void Rule_4_1_2_files_of_either_list_count_and_must_pass_the_property_filter()
    {
        var rules = new SelectionRules
        {
            Files = Files("s/*.zip").Files,
            RepoFiles = RepoFiles("*.dll").RepoFiles,
            Properties = PropertyFilter.Of([new("stage", "rel")]),
        };
        RootedFile[] files = [File("r/a.dll", "stage=rel"), File("r/b.dll"), File("s/a.zip", "stage=rel"), File("s/a.dll", "stage=rel")];

        CollectionAssert.AreEqual(new[] { "r/a.dll", "s/a.zip" }, FileSelection.OfFiles(files, rules, Place("r")).Paths());
    }

    [TestMethod]
    public void A_descriptor_that_a_pattern_names_is_not_selected()
    {
        var selected = FileSelection.OfFiles([File("r/bintray-info.json")], Files("r/*.json"), Place("r"));

        Assert.IsEmpty(selected.Files);
        CollectionAssert.AreEqual(new[] { "BTP2026", "BTP2021" }, selected.Problems.Codes());
    }

    [TestMethod]
    public void The_names_of_the_root_and_of_the_descriptors_folder_are_names_and_no_patterns()
    {
        RootedFile[] files = [File("r/a[*]/x.dll"), File("r/a[b]/x.dll")];

        CollectionAssert.AreEqual(new[] { "r/a[*]/x.dll" }, FileSelection.OfFiles(files, RepoFiles("*.dll"), Place("r/a[*]")).Paths());
    }

    [TestMethod]
    public void Missing_only_for_want_of_a_folder_under_double_star_is_said_once_with_the_pattern_to_add()
    {
        RootedFile[] files = [File("r/org/a.jar"), File("r/org/b.jar"), File("r/org/x/c.jar")];

        var selected = FileSelection.OfFiles(files, Files("r/org/**/*.jar"), Place("r"));

        CollectionAssert.AreEqual(new[] { "r/org/x/c.jar" }, selected.Paths());
        var message = selected.Problems.Single();
        Assert.AreEqual(("BTP2024", Severity.Message), (message.Code, message.Severity));
        Assert.AreEqual(
            "The pattern 'r/org/**/*.jar' does not select r/org/a.jar: ** stands for one or more folders, never for none. If that file is "
                + "meant, add the pattern 'r/org/*.jar'.",
            message.Text);
    }

    [TestMethod]
    [DataRow("/org/**/*.jar", "r/org/a.jar", "/org/*.jar")]
    [DataRow("**/*.jar", "r/desc/a.jar", "*.jar")]
    [DataRow("**/x/**/*.*", "r/desc/a/x/f", "**/x/*.*")]
    [DataRow("**/x/**/*.*", "r/desc/x/b/c/f", "x/**/*.*")]
    [DataRow("**/**/f", "r/desc/x/f", "**/f")]
    [DataRow("**/**/f", "r/desc/f", "f")]
    public void The_pattern_to_add_is_written_as_the_one_that_is_there_and_selects_the_file(string pattern, string path, string form)
    {
        var message = FileSelection.OfFiles([File(path)], RepoFiles(pattern), Place("r/desc")).Problems[0];

        StringAssert.EndsWith(message.Text, $"add the pattern '{form}'.");
        CollectionAssert.AreEqual(new[] { path }, FileSelection.OfFiles([File(path)], RepoFiles(form), Place("r/desc")).Paths());
    }

    [TestMethod]
    public void A_file_that_another_pattern_selects_is_not_missed() =>
        Assert.IsEmpty(FileSelection.OfFiles(
            [File("r/a.jar"), File("r/x/a.jar")], Files("r/**/*.jar", "r/*.jar", "r/*.JAR", "r/x/a.jar"), Place("r")).Problems
            .Where(problem => problem.Code is "BTP2023" or "BTP2024"));

    [TestMethod]
    [DataRow("r/org/*.DLL")]
    [DataRow("R/org/*.dll")]
    [DataRow("r/Org/*.dll")]
    [DataRow("r/o?G/A*.dll")]
    public void Missing_only_for_letter_case_is_warned_of_once(string pattern)
    {
        var selected = FileSelection.OfFiles([File("r/org/a.dll"), File("r/org/ab.dll")], Files(pattern), Place("r"));

        CollectionAssert.AreEqual(new[] { "BTP2023", "BTP2021" }, selected.Problems.Codes());
        StringAssert.StartsWith(
            selected.Problems[0].Text, $"The pattern '{pattern}' does not select r/org/a.dll: they differ in letter case.");
    }

    [TestMethod]
    public void A_pattern_that_names_a_folder_says_why_it_selects_nothing()
    {
        var selected = FileSelection.OfFiles([File("r/org/a.dll")], Files("r/org/", "r/*/*"), Place("r"));

        StringAssert.Contains(selected.Problems.Single(problem => problem.Code == "BTP2026").Text, "names a folder and selects nothing");
    }

    [TestMethod]
    public void Rule_4_1_7_a_comma_in_a_pattern_that_matches_is_a_comma()
    {
        var selected = FileSelection.OfFiles([File("r/a,b.zip"), File("r/a"), File("r/b.zip")], Files("r/a,b.*"), Place("r"));

        CollectionAssert.AreEqual(new[] { "r/a,b.zip" }, selected.Paths());
        Assert.IsEmpty(selected.Problems);
    }

    [TestMethod]
    [DataRow("", "it is empty")]
    [DataRow(" / ", "it names no root; write <root name>/<path>")]
    [DataRow("./.", "it names no root; write <root name>/<path>")]
    [DataRow(@"bin\*.dll", "it holds a backslash; segments are separated by '/'")]
    [DataRow("bin/../x", "it holds a '..' segment, and patterns do not lead out of a folder")]
    [DataRow("bi?/x", "its first segment, 'bi?', is the name of a root and takes no wildcard")]
    [DataRow("bin/a\nb", "it holds a control character")]
    public void A_pattern_over_roots_that_cannot_be_used_says_why(string text, string fault)
    {
        Assert.IsFalse(PathPattern.TryParseRooted(text, default, out _, out var said));
        Assert.AreEqual(fault, said);
    }

    [TestMethod]
    [DataRow("r/**", true)]
    [DataRow("r/**.zip", true)]
    [DataRow("r/a**/x", true)]
    [DataRow("r/**/x", false)]
    public void A_double_star_that_is_no_folder_segment_is_known(string text, bool doubled) =>
        Assert.AreEqual(doubled, Pattern(text).HasDoubleStarInName);

    [TestMethod]
    public void Rule_4_1_9_patterns_have_no_place_in_a_build()
    {
        var rules = Files("bin/*") with { RepoFiles = RepoFiles("*").RepoFiles };

        CollectionAssert.AreEqual(
            new[] { "BTP2020", "BTP2020" }, FileSelection.OfBuild(
                [BintrayPush.Tests.Planning.Requests.File("a.zip")], rules).Problems.Codes());
    }

    [TestMethod]
    public void Rule_4_2_a_build_of_nothing_but_descriptors_has_nothing_to_push() =>
        CollectionAssert.AreEqual(
            new[] { "BTP2021" }, FileSelection.OfBuild(
                [BintrayPush.Tests.Planning.Requests.File("bintray-info.json")], SelectionRules.None).Problems.Codes());

    [TestMethod]
    public void A_selected_file_goes_to_its_path_below_the_root() =>
        Assert.AreEqual("org/a.zip", File("r/org/a.zip").ToArtifact().DefaultPath);

    [TestMethod]
    public void The_innermost_root_holds_a_descriptor_and_one_outside_has_its_own_folder_for_a_root()
    {
        NamedRoot[] roots = [
            new("out", Full("/w/out")),
            new("pkg", Full("/w/out/pkg") + Path.DirectorySeparatorChar),
            new("o", Full("/w/o"))
        ];

        Assert.AreEqual(new DescriptorPlace(roots[1], "a/b"), DescriptorPlace.Of(Full("/w/out/pkg/a/b/bintray-info.json"), roots));
        Assert.AreEqual(new DescriptorPlace(roots[0], ""), DescriptorPlace.Of(Full("/w/out/bintray-info.json"), roots));
        Assert.AreEqual(
            new DescriptorPlace(new NamedRoot("", Full("/w/outer")), ""), DescriptorPlace.Of(Full("/w/outer/bintray-info.json"), roots));

        static string Full(string path) => Path.GetFullPath(path);
    }

    [TestMethod]
    [DataRow("r/org/Acme.csproj")]
    [DataRow("r/org/.git/config")]
    [DataRow("r/org/.git")]
    [DataRow("r/org/src/all.slnx")]
    [DataRow("r/org/Directory.Build.props")]
    public void A_folder_that_somebody_develops_in_is_pushed_whole_only_if_that_is_asked_for(string telling)
    {
        RootedFile[] files = [File("r/org/a.zip"), File("r/Other.csproj"), File(telling)];

        var refused = FileSelection.OfFiles(files, SelectionRules.None, Place("r/org"));
        var problem = refused.Problems[0];
        Assert.AreEqual(("BTP2041", Severity.Error), (problem.Code, problem.Severity));
        StringAssert.Contains(problem.Text, telling.Substring("r/".Length));
        StringAssert.Contains(problem.Text, "BintrayWholeFolder=true");

        Assert.DoesNotContain(
            Severity.Error,
            FileSelection.OfFiles(files, SelectionRules.None, Place("r/org"), wholeFolder: true).Problems.Select(found => found.Severity));
        Assert.Contains("r/org/a.zip", FileSelection.OfFiles(files, SelectionRules.None, Place("r/org"), wholeFolder: true).Paths());
    }

    [TestMethod]
    [DataRow(".git/config", "**/*", ".git/config")]
    [DataRow(".env", "*", ".env")]
    [DataRow(".env.production", "*", ".env*")]
    [DataRow("obj/a.dll", "**/*.dll", "obj/*.dll")]
    [DataRow("x/bin/a.dll", "**/*", "**/bin/*")]
    [DataRow("server.pem", "*.*", "*.pem")]
    [DataRow("acme.PFX", "a*", "acme.PFX")]
    [DataRow("acme.snk", "*", "*.snk")]
    [DataRow("keys/id_rsa", "keys/*", "keys/id_rsa")]
    public void Private_files_are_taken_only_where_a_pattern_spells_their_names(string path, string wildcard, string spelt)
    {
        RootedFile[] files = [File("r/" + path), File("r/a.zip")];

        var unnamed = FileSelection.OfFiles(files, RepoFiles(wildcard, "a.zip"), Place("r"));
        CollectionAssert.AreEqual(new[] { "r/a.zip" }, unnamed.Paths());
        StringAssert.Contains(unnamed.Problems.Single(problem => problem.Code == "BTP2040").Text, "r/" + path);
        CollectionAssert.AreEqual(new[] { "r/" + path }, FileSelection.OfFiles(files, RepoFiles(spelt), Place("r")).Paths());

        var whole = FileSelection.OfFiles(files, SelectionRules.None, Place("r"), wholeFolder: true);
        CollectionAssert.AreEqual(new[] { "r/a.zip" }, whole.Paths());
        CollectionAssert.AreEqual(new[] { "BTP2040" }, whole.Problems.Codes());
    }

    [TestMethod]
    public void The_guides_own_example_with_a_leading_slash_gets_the_pattern_that_is_meant()
    {
        var selected = FileSelection.OfFiles([File("r/org/pkg/a.zip"), File("r/b.zip")], RepoFiles("/pkg/*.zip", "/b.zip"), Place("r/org"));

        CollectionAssert.AreEqual(new[] { "r/b.zip" }, selected.Paths());
        StringAssert.Contains(selected.Problems.Single().Text, "'pkg/*.zip' begins in the descriptor's folder, and selects something");
    }
}
