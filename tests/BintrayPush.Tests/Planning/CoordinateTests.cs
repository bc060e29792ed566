using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Tests.Planning.Requests;

namespace BintrayPush.Tests.Planning;

/// <summary>Which coordinates an artifact ends up with: semantics reference 1.1 to 1.4.</summary>
[TestClass]
public sealed class CoordinateTests
{
    [TestMethod]
    public void An_artifact_without_metadata_goes_where_the_project_says() =>
        CollectionAssert.AreEqual(new[] { "acme/bin/tool/2.0 rel/a.zip" }, Planner.Make(Of(File("rel/a.zip"))).Targets());

    [TestMethod]
    [DataRow(" other/place ", null, null, null, "other/place/tool/2.0 a.zip")]
    [DataRow(null, "plug", null, null, "acme/bin/plug/2.0 a.zip")]
    [DataRow(null, null, "3.0", null, "acme/bin/tool/3.0 a.zip")]
    [DataRow(null, null, null, "p/b.zip", "acme/bin/tool/2.0 p/b.zip")]
    [DataRow("x/y", "p", "v", "f", "x/y/p/v f")]
    public void Each_value_of_its_own_beats_the_one_of_the_project(
        string? repo, string? package, string? version, string? path, string target) =>
        CollectionAssert.AreEqual(new[] { target }, Planner.Make(Of(File("a.zip", repo, package, version, path))).Targets());

    [TestMethod]
    public void Rule_1_3_5_a_file_never_inherits_from_the_file_before_it()
    {
        var plan = Planner.Make(Of(File("rel/a.zip"), File("rel/b.zip", package: "plug", target: "p/b.zip"), File("rel/c.zip")));

        CollectionAssert.AreEquivalent(
            new[] { "acme/bin/tool/2.0 rel/a.zip", "acme/bin/plug/2.0 p/b.zip", "acme/bin/tool/2.0 rel/c.zip" },
            plan.Targets());
    }

    [TestMethod]
    public void Rule_1_3_3_metadata_does_not_count_when_it_is_switched_off()
    {
        var request = Of(File("rel/b.zip", "other/place", "plug", "9", "p/b.zip")) with { UseArtifactProperties = false };

        CollectionAssert.AreEqual(new[] { "acme/bin/tool/2.0 rel/b.zip" }, Planner.Make(request).Targets());
    }

    [TestMethod]
    public void Rule_1_1_1_only_the_first_of_several_values_counts() =>
        CollectionAssert.AreEqual(new[] { "acme/bin/plug/2.0 a.zip" }, Planner.Make(Of(File("a.zip", package: "plug;other"))).Targets());

    [TestMethod]
    [DataRow("")]
    [DataRow(" \t ")]
    public void Rule_1_3_4_a_blank_value_does_not_replace_the_one_of_the_project(string blank) =>
        CollectionAssert.AreEqual(
            new[] { "acme/bin/tool/2.0 a.zip" }, Planner.Make(Of(File("a.zip", blank, blank, blank, blank))).Targets());

    [TestMethod]
    [DataRow(null, "tool", "2.0", "BintrayRepo")]
    [DataRow("acme/bin", " ", "2.0", "BintrayPackage")]
    [DataRow("acme/bin", "tool", "", "BintrayVersion")]
    [DataRow(null, null, "1", "BintrayRepo and BintrayPackage")]
    public void Rule_1_4_an_artifact_that_lacks_a_coordinate_is_skipped_with_one_warning_that_names_it(
        string? repo, string? package, string? version, string named)
    {
        var request = Of(File("a.zip"), File("b.zip", "x/y", "p", "v")) with { Project = new(repo, package, version, null) };

        var plan = Planner.Make(request);

        CollectionAssert.AreEqual(new[] { "x/y/p/v b.zip" }, plan.Targets());
        Assert.IsTrue(plan.IsSound);
        Assert.AreEqual("/build/a.zip", plan.Skipped.Single().Artifact.LocalPath);
        var warning = plan.Problems.Single();
        Assert.AreEqual("BTP1002", warning.Code);
        Assert.AreEqual(Severity.Warning, warning.Severity);
        StringAssert.StartsWith(warning.Text, $"a.zip is not pushed: {named} ");
    }

    [TestMethod]
    public void Nothing_left_after_skipping_is_an_error()
    {
        var plan = Planner.Make(Of(File("a.zip"), File("b.zip")) with { Project = new(null, "tool", "2.0", null) });

        CollectionAssert.AreEqual(new[] { "BTP1002", "BTP1002", "BTP1001" }, plan.Codes());
        Assert.IsFalse(plan.IsSound);
    }

    [TestMethod]
    public void Nothing_collected_is_an_error() => CollectionAssert.AreEqual(new[] { "BTP1001" }, Planner.Make(Of()).Codes());
}
