using System.Text.Json;

namespace BintrayPush.Build.Tests;

/// <summary>A build stages a leg of a release: its properties, and what its log, its receipt and the page of its run say.</summary>
[TestClass]
public sealed class LegTests : TaskTest
{
    [TestMethod]
    public void A_build_stages_its_leg_and_its_last_line_is_the_command_that_seals_what_is_staged()
    {
        var push = Push(Item(Write("a.zip")));
        (push.Release, push.Leg, push.ReceiptFile) = ("17", "win", "receipt.json");

        Succeeds(push);

        StringAssert.Contains(Engine.HighMessages[^1], "Leg win of release 17 is staged, and not public.");
        StringAssert.Contains(Engine.HighMessages[^1], "bintray release seal 17 --legs win --repo local --url ");
        Assert.IsFalse(File.Exists(Published("a.zip")));
        using var receipt = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "receipt.json")));
        Assert.IsTrue(receipt.RootElement.GetProperty("leg").GetProperty("staged").GetBoolean());
    }

    [TestMethod]
    [DataRow("GITHUB_ACTIONS", "GITHUB_RUN_ID")]
    [DataRow("TF_BUILD", "BUILD_BUILDID")]
    [DataRow("GITLAB_CI", "CI_PIPELINE_ID")]
    [DataRow("APPVEYOR", "APPVEYOR_BUILD_ID")]
    [DataRow("BUILDKITE", "BUILDKITE_BUILD_ID")]
    [DataRow("CIRCLECI", "CIRCLE_WORKFLOW_ID")]
    [DataRow("JENKINS_URL", "BUILD_TAG")]
    public void On_a_build_server_the_run_is_the_release(string server, string run)
    {
        (Variables[server], Variables[run]) = ("true", "run-4711");
        var push = Push(Item(Write("a.zip")));
        (push.Leg, push.Url, push.Repo, push.Configuration) = ("win", Path.Combine(Folder, "store"), "acme/bin", "Release");

        Succeeds(push);

        StringAssert.Contains(Engine.Everything, "Leg win of release run-4711 is staged");
    }

    [TestMethod]
    public void The_run_is_looked_at_only_for_a_leg()
    {
        (Variables["GITHUB_ACTIONS"], Variables["GITHUB_RUN_ID"]) = ("true", "a b");
        var push = Push(Item(Write("a.zip")));
        (push.Url, push.Repo, push.Configuration) = (Path.Combine(Folder, "store"), "acme/bin", "Release");

        Succeeds(push);

        Assert.IsTrue(File.Exists(Path.Combine(Folder, "store", "dl", "acme", "bin", "a.zip")));
    }

    [TestMethod]
    [DataRow("Acme", null, "Acme")]
    [DataRow("Acme (1)", null, "Acme--1-")]
    [DataRow("Acme", "win", "win")]
    public void What_is_staged_is_a_leg_that_is_called_like_the_project_unless_it_has_a_name(string project, string? leg, string named)
    {
        var push = Push(Item(Write("a.zip")));
        (push.Publish, push.Release, push.Leg, push.ProjectName) = ("Staged", "17", leg, project);

        Succeeds(push);

        StringAssert.Contains(Engine.HighMessages[^1], $"Leg {named} of release 17 is staged, and not public.");
        Assert.IsFalse(File.Exists(Published("a.zip")));
    }

    [TestMethod]
    [DataRow(null, null, "staged", "BTP1120")]
    [DataRow(null, null, "stage", "BTP1007")]
    [DataRow(null, "win", "", "BTP1120")]
    [DataRow("17", "", "", "BTP1121")]
    [DataRow("17", "win", "false", "BTP1123")]
    [DataRow("../17", "win", "", "BTP1003")]
    [DataRow("17", "w/n", "", "BTP1003")]
    public void What_contradicts_itself_is_refused_before_anything_is_made(string? release, string? leg, string publish, string code)
    {
        var push = Push(Item(Write("a.zip")));
        (push.Release, push.Leg, push.Publish) = (release, leg, publish);

        FailsWith(push, code);

        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home", "repository")));
    }

    [TestMethod]
    public void The_page_of_the_run_says_that_it_is_staged_and_later_steps_get_release_and_leg()
    {
        Variables["GITHUB_STEP_SUMMARY"] = Write("summary.md", "");
        Variables["GITHUB_OUTPUT"] = Write("output.txt", "");
        var push = Push(Item(Write("a.zip")));
        (push.Release, push.Leg) = ("17", "win");

        Succeeds(push);

        var page = File.ReadAllText(Path.Combine(Folder, "summary.md"));
        StringAssert.StartsWith(page, "### Staged: Acme\n");
        StringAssert.Contains(page, "bintray release seal 17 --legs win");
        CollectionAssert.IsSubsetOf(
            new[] { "bintray-release=17", "bintray-leg=win", "bintray-published=0" },
            File.ReadAllLines(Path.Combine(Folder, "output.txt")));
    }

    [TestMethod]
    public void What_a_tool_points_to_may_come_from_other_machines()
    {
        var tool = WritePackage("Acme", "1.0.0");
        using (var package = System.IO.Compression.ZipFile.Open(tool, System.IO.Compression.ZipArchiveMode.Update))
        {
            using var settings = new StreamWriter(package.CreateEntry("tools/any/any/DotnetToolSettings.xml").Open());
            settings.Write("""
                <DotNetCliTool>
                  <RuntimeIdentifierPackages><RuntimeIdentifierPackage Id="Acme.win-x64" /></RuntimeIdentifierPackages>
                </DotNetCliTool>
                """);
        }

        var collect = Collect(Item(tool));
        collect.Leg = "pointer";
        Succeeds(collect);
        Assert.IsEmpty(Engine.Warnings, Engine.Everything);

        Succeeds(Collect(Item(tool)));
        Assert.AreEqual("BTP1067", Engine.Warnings.Single().Code);
    }
}
