using System.Text.Json;
using BintrayPush.Api.Tests;

namespace BintrayPush.Cli.Tests;

/// <summary>A release that several machines stage, with the repository of this machine: every leg is a push of its own.</summary>
[TestClass]
public sealed class LegTests : CommandTest
{
    private const string Usual = "local/nuget/tool/1.0";

    [TestMethod]
    public void Nothing_of_three_legs_is_public_before_the_seal_and_all_of_it_after()
    {
        foreach (var leg in new[] { "win", "linux", "mac" })
        {
            var said = Stage(leg, $"{leg}/{leg}.txt");
            StringAssert.EndsWith(said.Output.TrimEnd(), $"--repo local --url {At("home", "repository")}");
            StringAssert.Contains(said.Output, "not public yet");
        }

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 files published, 3 unpublished");
        StringAssert.Contains(Run("release", "list").Succeeds().Output, "local/17  open     just begun  legs linux, mac, win");

        var seal = Run("release", "seal", "17", "--legs", "win,linux,mac").Succeeds();

        StringAssert.Contains(seal.Output, "Release local/17 is published: 3 files became public");
        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "3 files published");
        StringAssert.Contains(
            Run("release", "seal", "17", "--legs", "win,linux,mac").Succeeds().Output, "was published before; nothing was to be done");
        StringAssert.Contains(Run("release", "status", "17").Succeeds().Output, "leg mac: 1 file, 11 B");
    }

    [TestMethod]
    public void The_last_line_of_a_leg_is_the_command_that_seals_what_is_staged_by_then()
    {
        Stage("win", "win/a.txt");
        var last = Stage("linux", "linux/l.txt").Output.TrimEnd().Split('\n')[^1];

        var command = last[(last.IndexOf("bintray ", StringComparison.Ordinal) + "bintray ".Length)..].Split(' ');

        StringAssert.Contains(Run(command).Succeeds().Output, "2 files became public, legs linux, win");
    }

    [TestMethod]
    public void The_receipt_says_which_leg_of_which_release_is_staged()
    {
        Stage("win", "win/a.txt");
        Stage("linux", "linux/l.txt", "--receipt", "receipt.json");

        using var receipt = JsonDocument.Parse(File.ReadAllText(At("receipt.json")));
        var leg = receipt.RootElement.GetProperty("leg");
        Assert.AreEqual("local 17 linux", $"{leg.GetProperty("subject")} {leg.GetProperty("release")} {leg.GetProperty("name")}");
        Assert.IsTrue(leg.GetProperty("staged").GetBoolean());
        Assert.AreEqual("linux win", string.Join(' ', leg.GetProperty("legs").EnumerateArray().Select(one => one.GetString())));
        Assert.IsFalse(receipt.RootElement.GetProperty("files")[0].GetProperty("published").GetBoolean());
    }

    [TestMethod]
    public void The_same_leg_again_sends_nothing_and_with_other_bytes_stands_in_its_place()
    {
        Stage("win", "win/a.txt", "win/old.txt");
        StringAssert.Contains(Stage("win", "win/a.txt", "win/old.txt").Output, "2 unchanged");

        Write("win/a.txt", "other");
        File.Delete(At("win", "old.txt"));
        StringAssert.Contains(Stage("win").Output, "1 uploaded");

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 files published, 1 unpublished");
        Run("release", "seal", "17", "--legs", "win").Succeeds();
        Run("get", "local/nuget/a.txt", "-o", "got").Succeeds();
        Assert.AreEqual("other", File.ReadAllText(At("got")));
    }

    [TestMethod]
    public void A_missing_leg_and_an_unexpected_one_are_errors_of_their_own_and_nothing_is_public()
    {
        Run("release", "seal", "17", "--legs", "win").Fails("BTP4050");
        Stage("win", "win/a.txt");
        Stage("mac", "mac/m.txt");

        StringAssert.Contains(
            Run("release", "seal", "17", "--legs", "win,mac,linux").Fails("BTP4051").Error, "its leg 'linux' is not staged");
        StringAssert.Contains(
            Run("release", "seal", "17", "--legs", "win").Fails("BTP4052").Error, "its leg 'mac' is staged and not expected");

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 files published");
    }

    [TestMethod]
    public void A_file_that_changed_or_is_gone_and_one_that_no_leg_has_are_errors_of_their_own()
    {
        Stage("win", "win/a.txt");
        Run("push", "win/a.txt", "--package", "tool", "--version", "1.0", "--publish", "false", "--path", "stranger.txt").Succeeds();
        StringAssert.Contains(Run("release", "seal", "17", "--legs", "win").Fails("BTP4055").Error, "'stranger.txt'");

        Run("discard", Usual).Succeeds();
        StringAssert.Contains(Run("release", "seal", "17", "--legs", "win").Fails("BTP4053").Error, "'a.txt' was expected");
        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 files published");

        Stage("win");
        Run("release", "seal", "17", "--legs", "win").Succeeds();
    }

    [TestMethod]
    public void Two_legs_with_one_path_and_other_bytes_are_an_error_before_the_first_byte()
    {
        Stage("win", "win/a.txt");
        Write("linux/a.txt", "other");
        Write("linux/b.txt");

        StringAssert.Contains(TryStage("linux").Fails("BTP4054").Error, "leg 'win'");
        StringAssert.Contains(Run(["plan", "linux", .. Options("linux")]).Fails("BTP4054").Error, "leg 'win'");

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 files published, 1 unpublished");
        File.Copy(At("win", "a.txt"), At("linux", "a.txt"), overwrite: true);
        StringAssert.Contains(Stage("linux").Output, "1 uploaded, 1 unchanged");
        Run("release", "seal", "17", "--legs", "win,linux").Succeeds();
    }

    [TestMethod]
    public void Two_pushes_that_call_their_legs_alike_do_not_make_each_others_packages_vanish()
    {
        Stage("win", "win/a.txt");
        Write("b.txt");

        var said = Run("push", "b.txt", "--package", "other", "--version", "1.0", "--release", "17", "--leg", "win").Fails("BTP4058");

        StringAssert.Contains(said.Error, "local/nuget/tool");
        Assert.IsFalse(Run("show", "local/nuget/other/1.0").ExitCode == 0, "Nothing was made.");
    }

    [TestMethod]
    public void A_published_release_takes_no_more_legs_and_cannot_be_dropped()
    {
        Stage("win", "win/a.txt");
        Run("release", "seal", "17", "--legs", "win").Succeeds();
        Write("mac/a2.txt");

        TryStage("mac").Fails("BTP4056");
        Write("win/a.txt", "other");
        TryStage("win").Fails("BTP4056");
        Run("release", "discard", "17").Fails("BTP4056");

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "1 file published");
    }

    [TestMethod]
    public void A_leg_that_is_pushed_again_after_the_seal_has_nothing_to_do_if_it_is_public_as_it_is()
    {
        Stage("win", "win/a.txt", "--checksums-file", "SHA256SUMS");
        Stage("mac", "mac/b.txt");
        Run("release", "seal", "17", "--legs", "win,mac").Succeeds();

        var again = TryStage("win", "--checksums-file", "SHA256SUMS").Succeeds();

        StringAssert.Contains(again.Output, "2 unchanged");
        Assert.DoesNotContain("not public", again.Output);
        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "0 unpublished");
        StringAssert.Contains(Run("release", "status", "17").Succeeds().Output, "sealed");
    }

    [TestMethod]
    public void A_release_is_dropped_with_its_files_and_what_is_public_stays()
    {
        Write("win/public.txt");
        Run("push", "win/public.txt", "--package", "tool", "--version", "1.0").Succeeds();
        Stage("win", "win/a.txt");
        Stage("mac", "mac/b.txt");

        StringAssert.Contains(Run("release", "discard", "17", "--leg", "mac").Succeeds().Output, "with 1 unpublished file");
        StringAssert.Contains(Run("release", "status", "17").Succeeds().Output, "leg win");
        StringAssert.Contains(Run("release", "discard", "17").Succeeds().Output, "with 1 unpublished file");

        StringAssert.Contains(Run("show", Usual).Succeeds().Output, "1 file published");
        Run("release", "status", "17").Fails("BTP4050");
        StringAssert.Contains(Run("release", "list").Succeeds().Output, "There are no releases of local.");
    }

    [TestMethod]
    public void On_a_build_server_the_run_is_the_release_whichever_attempt_it_is()
    {
        (Variables["GITHUB_ACTIONS"], Variables["GITHUB_RUN_ID"], Variables["GITHUB_RUN_ATTEMPT"]) = ("true", "4711", "2");
        Write("win/a.txt");

        var said = Run(
            "push", "win", "--package", "tool", "--version", "1.0", "--leg", "win", "--url", At("store"), "--repo", "a/b").Succeeds();

        StringAssert.Contains(said.Output, "Leg win of release 4711 is staged");
    }

    [TestMethod]
    public void Orders_that_contradict_themselves_are_refused_before_anything_is_made()
    {
        Write("win/a.txt");
        string[] push = ["push", "win", "--package", "tool", "--version", "1.0"];

        Run([.. push, "--leg", "win"]).Fails("BTP1120");
        Run([.. push, "--release", "17"]).Fails("BTP1121");
        Run([.. push, "--release", "17", "--leg", "win", "--publish", "false"]).Fails("BTP1123");
        Run([.. push, "--release", "../x", "--leg", "win"]).Fails("BTP1003");
        Run([.. push, "--release", "17", "--leg", "a b"]).Fails("BTP1003");
        (Variables["JENKINS_URL"], Variables["BUILD_TAG"]) = ("https://jenkins.example", "jenkins-a%2Fb-1");
        Run([.. push, "--leg", "win"]).Fails("BTP1122");
        Run("release", "seal", "17", "--legs", ",").IsWrongUsage("BTP1041");
        Run("release", "seal", "1/7", "--legs", "win").IsWrongUsage("BTP1043");
        Run("release", "list", "--url", At("store")).IsWrongUsage("BTP1041");
        Run("release", "list", "--url", At("store"), "--repo", "a/b/c").IsWrongUsage("BTP1043");

        Assert.IsFalse(Directory.Exists(At("home", "repository")));
    }

    [TestMethod]
    public void A_service_that_keeps_no_such_releases_is_asked_for_nothing_beyond_its_protocol()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "[]"));
        Variables["BINTRAY_API_KEY"] = "key";

        Run("release", "list", "--url", server.Url, "--repo", "acme").Fails("BTP4060");
        Run("release", "seal", "17", "--legs", "win", "--url", server.Url, "--repo", "acme/bin").Fails("BTP4060");

        Assert.IsTrue(server.Requests.All(request => request.Line.StartsWith("GET /repos/acme", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void What_is_left_of_a_release_that_was_cut_off_is_dropped_by_its_journal()
    {
        Write("win/a.txt");
        Run("push", "win", "--package", "tool", "--version", "1.0", "--publish", "false", "--url", At("store"), "--repo", "a/b").Succeeds();
        var journal = Write("receipt.journal.json", $$"""
            {
              "schemaVersion": 1, "destination": "{{At("store")}}", "started": "2026-01-01T00:00:00Z",
              "versions": [
                { "version": "a/b/done/1.0", "published": true, "files": [] },
                {
                  "version": "a/b/tool/1.0", "published": false,
                  "files": [{ "path": "a.txt", "size": 7, "sha256": "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73" }]
                }
              ]
            }
            """);

        Run("release", "discard", "17", "--journal", journal).IsWrongUsage("BTP1041");
        Run("release", "discard").IsWrongUsage("BTP1041");
        Run("release", "discard", "--journal", journal, "--url", At("other")).Fails("BTP4062");
        StringAssert.Contains(
            Run("release", "discard", "--journal", journal).Succeeds().Output, "with 1 unpublished file; 1 version of it stay public");

        Assert.IsFalse(File.Exists(journal));
        StringAssert.Contains(Run("show", "a/b/tool/1.0", "--url", At("store")).Succeeds().Output, "0 files published, 0 unpublished");
        Run("release", "discard", "--journal", journal).Fails("BTP1126");
    }

    [TestMethod]
    public void An_archive_of_which_only_the_service_knows_what_it_holds_is_no_part_of_a_leg()
    {
        Write("win/a.tar.gz");

        Run(["push", "win/a.tar.gz", "--explode", .. Options("win")]).Fails("BTP1125");
    }

    private Said Stage(string leg, params string[] filesAndOptions)
    {
        foreach (var file in filesAndOptions.TakeWhile(file => !file.StartsWith('-')))
        {
            Write(file, file);
        }

        return TryStage(leg, [.. filesAndOptions.SkipWhile(file => !file.StartsWith('-'))]).Succeeds();
    }

    private Said TryStage(string leg, params string[] options) => Run(["push", leg, .. Options(leg), .. options]);

    private static string[] Options(string leg) => ["--package", "tool", "--version", "1.0", "--release", "17", "--leg", leg];
}
