using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Api.Model;
using BintrayPush.Api.Wire;
using BintrayPush.Planning;
using static BintrayPush.Tests.Planning.Requests;

namespace BintrayPush.Tests.Planning;

/// <summary>What a plan refuses, and that it says everything at once.</summary>
[TestClass]
public sealed class PlanTests
{
    private static readonly JsonSerializerOptions ByReflection = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [TestMethod]
    public void All_errors_are_reported_together()
    {
        var request = Of(
            File("missing.zip") with { Size = null },
            File("folder") with { IsFolder = true, Size = null },
            File("a/x.zip", target: "same.zip"),
            File("b/x.zip", target: "same.zip"),
            File("c.zip", repo: "no-slash"),
            File("d.zip", target: "../escape.zip"),
            File("e.zip", package: "a/b", version: "1\n2")) with
        { MaxFiles = 1 };

        var plan = Planner.Make(request);

        CollectionAssert.AreEqual(
            new[] { "BTP1004", "BTP1016", "BTP1003", "BTP1003", "BTP1003", "BTP1003", "BTP1005", "BTP1006" }, plan.Codes());
        Assert.IsFalse(plan.IsSound);
    }

    [TestMethod]
    public void A_wrong_value_of_the_project_is_reported_once_and_by_its_property()
    {
        var plan = Planner.Make(Of(File("a.zip"), File("b.zip")) with { Project = new("acme", "tool", "2.0", null) });

        Assert.AreEqual(
            "BintrayRepo: 'acme' is not of the form subject/repository.", plan.Problems.Single(problem => problem.Code == "BTP1003").Text);
    }

    [TestMethod]
    public void Rule_5_4_two_files_for_one_path_are_an_error_even_in_two_versions_or_in_another_letter_case()
    {
        var plan = Planner.Make(Of(File("a/x.zip", version: "1", target: "x.zip"), File("b/x.zip", version: "2", target: "X.zip")));

        var error = plan.Problems.Single();
        Assert.AreEqual("BTP1005", error.Code);
        StringAssert.Contains(error.Text, "/build/a/x.zip, /build/b/x.zip");
    }

    [TestMethod]
    public void The_same_path_in_two_repositories_is_fine() =>
        Assert.IsTrue(Planner.Make(Of(File("a/x.zip", "acme/one", target: "x.zip"), File("b/x.zip", "acme/two", target: "x.zip"))).IsSound);

    [TestMethod]
    public void A_file_that_was_collected_and_also_named_by_hand_is_pushed_once()
    {
        var plan = Planner.Make(Of(File("a.zip"), File("a.zip")));

        Assert.IsTrue(plan.IsSound);
        Assert.HasCount(1, plan.Targets());
    }

    [TestMethod]
    [DataRow(3, 3, true)]
    [DataRow(4, 3, false)]
    [DataRow(4, 0, true)]
    public void Rule_5_2_3_as_many_files_as_the_limit_are_allowed_and_zero_is_no_limit(int files, int limit, bool sound)
    {
        var request = Of([.. Enumerable.Range(0, files).Select(i => File($"{i}.zip"))]) with { MaxFiles = limit };

        Assert.AreEqual(sound, Planner.Make(request).IsSound);
    }

    [TestMethod]
    public void Files_are_grouped_by_version()
    {
        var plan = Planner.Make(Of(File("a.zip"), File("b.zip", version: "3"), File("c.zip")));

        CollectionAssert.AreEqual(
            new[] { "acme/bin/tool/2.0", "acme/bin/tool/3" }, plan.Versions.Select(version => version.Address.ToString()).ToArray());
        Assert.HasCount(2, plan.Versions[0].Files);
    }

    [TestMethod]
    [DataRow("https://user:token@example.org/acme.git", "https://example.org/acme.git", true)]
    [DataRow("https://token@example.org/acme.git", "https://example.org/acme.git", true)]
    [DataRow("ssh://git@example.org/acme.git", "ssh://git@example.org/acme.git", false)]
    [DataRow("git@example.org:acme.git", "git@example.org:acme.git", false)]
    [DataRow("https://example.org/acme.git", "https://example.org/acme.git", false)]
    public void A_password_in_the_source_url_is_left_out_and_warned_of(string given, string sent, bool warned)
    {
        var plan = Planner.Make(Of(File("a.zip")) with { Package = new PackageDetails { VcsUrl = given } });

        Assert.AreEqual(sent, plan.Settings.Package.VcsUrl);
        CollectionAssert.AreEqual(warned ? ["BTP1020"] : Array.Empty<string>(), plan.Codes());
        Assert.IsFalse(plan.Problems.Any(problem => problem.Text.Contains("token")));
    }

    [TestMethod]
    public void A_password_is_left_out_of_every_url_of_a_package()
    {
        var urls = new UrlFields();
        new PackageDetails().Visit(urls);
        var fields = string.Join(",", urls.Names.Select(name => $"\"{name}\":\"https://user:token@example.org/\""));
        var package = JsonSerializer.Deserialize<PackageDetails>($"{{{fields}}}", ByReflection)!;

        var plan = Planner.Make(Of(File("a.zip")) with { Package = package });

        Assert.IsGreaterThan(2, urls.Names.Count);
        var sent = DetailsFields.Of(plan.Settings.Package);
        foreach (var name in urls.Names)
        {
            Assert.AreEqual("https://example.org/", sent.GetProperty(name).GetString(), name);
        }

        // Each has a warning of its own, which names the property that a project sets.
        Assert.HasCount(urls.Names.Count, plan.Problems);
        CollectionAssert.IsSubsetOf(
            new[] { "BintrayVcsUrl", "BintrayWebsiteUrl", "BintrayIssueTrackerUrl" },
            plan.Problems.Select(problem => problem.Text.Split(' ')[0]).ToArray());
    }

    [TestMethod]
    public void An_artifact_may_override_where_the_project_does_not()
    {
        var plan = Planner.Make(Of(File("a.zip") with { Override = true }, File("b.zip")));

        CollectionAssert.AreEqual(new[] { true, false }, plan.Versions[0].Files.Select(file => file.Override).ToArray());
    }

    /// <summary>Collects the text fields that hold a URL by their names.</summary>
    private sealed class UrlFields : IFieldVisitor
    {
        public List<string> Names { get; } = [];

        public string? Text(string name, string? value)
        {
            if (name.EndsWith("_url", StringComparison.Ordinal))
            {
                Names.Add(name);
            }

            return value;
        }

        public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => value;

        public bool? Flag(string name, bool? value) => value;

        public int? Number(string name, int? value) => value;

        public DateTimeOffset? Instant(string name, DateTimeOffset? value) => value;
    }
}
