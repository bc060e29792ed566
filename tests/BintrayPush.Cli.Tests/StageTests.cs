using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>What is staged waits, and is published by a promotion: the two commands for who has no legs in mind.</summary>
[TestClass]
public sealed class StageTests : CommandTest
{
    [TestMethod]
    public void What_is_staged_is_public_once_it_is_promoted_and_not_before()
    {
        var staged = Stage("1.0.0", "a.txt").Succeeds();

        StringAssert.Contains(staged.Output, "Release 17 is staged (legs: stage), and not public");
        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "0 files published, 1 unpublished");
        var last = staged.Output.TrimEnd().Split('\n')[^1];
        var command = last[(last.IndexOf("bintray ", StringComparison.Ordinal) + "bintray ".Length)..].Trim().Split(' ');
        Assert.AreEqual("promote", command[0]);

        StringAssert.Contains(Run(command).Succeeds().Output, "Release local/17 is published: 1 file became public, legs stage");

        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "1 file published");
        StringAssert.Contains(Run("promote", "17").Succeeds().Output, "was published before; nothing was to be done");
    }

    [TestMethod]
    public void A_promotion_takes_every_leg_that_is_staged_or_insists_on_those_that_are_named()
    {
        Stage("1.0.0", "a.txt").Succeeds();
        Stage("2.0.0", "b.txt", "--leg", "more").Succeeds();

        Run("promote", "17", "--legs", "stage").Fails("BTP4052");
        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "0 files published");
        var promoted = Run("promote", "17", "--json").Succeeds();

        using var json = JsonDocument.Parse(promoted.Output);
        Assert.AreEqual(2, json.RootElement.GetProperty("files").GetInt32());
        Assert.IsFalse(json.RootElement.GetProperty("wasSealed").GetBoolean());
        StringAssert.Contains(Run("show", "local/nuget/acme/2.0.0").Succeeds().Output, "1 file published");
    }

    [TestMethod]
    public void A_release_that_is_not_there_and_one_without_a_name_are_errors()
    {
        Run("promote", "17").Fails("BTP4050");
        Write("a.txt");
        StringAssert.Contains(
            Run("stage", "a.txt", "--package", "acme", "--version", "1.0.0").Error, "error BTP1120: ", "Nothing is pushed in its place.");
        Run("show", "local/nuget/acme/1.0.0").Fails("BTP1046");
    }

    private Said Stage(string version, string file, params string[] more)
    {
        Write(file, version);
        return Run(["stage", file, "--package", "acme", "--version", version, "--release", "17", .. more]);
    }
}
