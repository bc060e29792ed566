using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using BintrayPush.Api.Failures;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Tests.Pushing;

/// <summary>The checksums of a version: made by the push, of what is public with them.</summary>
[TestClass]
public sealed class ChecksumsTests
{
    private const string Sums = "tool/2.0/SHA256SUMS";

    [TestMethod]
    public async Task They_are_public_with_the_files_in_order_and_sha256sum_takes_them_in_a_folder_of_downloads()
    {
        using var scene = await PushScene.BeginAsync();
        var b = scene.Write("b ö.zip", "beta") with { DefaultPath = "deep/b ö.zip" };
        var alpha = scene.Write("a.zip", "alpha");
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Publish", StringComparison.Ordinal))
            {
                Assert.IsEmpty(scene.PublicFiles);
            }
        };

        var receipt = await scene.PushAsync(With(scene), b, alpha);

        CollectionAssert.AreEqual(new[] { "deep/b ö.zip Uploaded", "a.zip Uploaded", $"{Sums} Uploaded" }, receipt.Outcomes());
        Assert.AreEqual(
            "8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8  a.zip\n"
                + "f44e64e75f3948e9f73f8dfa94721c4ce8cbb4f265c4790c702b2d41cfbf2753  deep/b ö.zip\n",
            scene.PublicText(Sums));
        Assert.HasCount(1, scene.Service.CallsOf("Publish"));
        IsTaken(scene);
    }

    [TestMethod]
    public async Task The_same_push_again_sends_nothing_also_when_the_package_was_packed_again()
    {
        using var scene = await PushScene.BeginAsync();
        await scene.PushAsync(With(scene), scene.WriteZip("a.zip", 2020, CompressionLevel.Optimal, ("a.txt", "alpha")));
        var uploads = scene.Service.CallsOf("Upload").Length;

        var again = scene.WriteZip("a.zip", 2026, CompressionLevel.NoCompression, ("a.txt", "alpha"));
        var plan = await scene.PreviewAsync(With(scene), again);
        var receipt = await scene.PushAsync(With(scene), again);

        CollectionAssert.AreEqual(new[] { "a.zip Same", $"{Sums} Same" }, Intentions(plan));
        CollectionAssert.AreEqual(new[] { "a.zip Unchanged", $"{Sums} Unchanged" }, receipt.Outcomes());
        Assert.HasCount(uploads, scene.Service.CallsOf("Upload"));
        IsTaken(scene);
    }

    [TestMethod]
    public async Task Another_file_in_a_published_version_makes_others_which_only_override_replaces_and_the_plan_knows_it()
    {
        using var scene = await PushScene.BeginAsync();
        var (a, b) = (scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));
        CollectionAssert.AreEqual(new[] { "a.zip Add", $"{Sums} Add" }, Intentions(await scene.PreviewAsync(With(scene), a)));
        await scene.PushAsync(With(scene), a);

        var plan = await scene.PreviewAsync(With(scene), a, b);
        CollectionAssert.AreEqual(new[] { "a.zip Same", "b.zip Add", $"{Sums} Conflict" }, Intentions(plan));
        Assert.AreEqual("BTP3001", plan.Problems.Single().Code);
        var refused = await scene.PushAsync(With(scene), a, b);
        CollectionAssert.AreEqual(new[] { "BTP3001" }, refused.Codes());
        CollectionAssert.AreEqual(new[] { "a.zip", Sums }, scene.PublicFiles);

        PushSettings Replacing(PushSettings settings) => With(scene)(settings) with { Override = true };
        CollectionAssert.AreEqual(
            new[] { "a.zip Same", "b.zip Publish", $"{Sums} Replace" }, Intentions(await scene.PreviewAsync(Replacing, a, b)));
        Assert.IsTrue((await scene.PushAsync(Replacing, a, b)).Complete);
        IsTaken(scene);
    }

    [TestMethod]
    public async Task What_waits_is_published_together_later()
    {
        using var scene = await PushScene.BeginAsync();
        var a = scene.Write("a.zip", "alpha");
        await scene.PushAsync(settings => With(scene)(settings) with { Publish = false }, a);
        Assert.IsEmpty(scene.PublicFiles);

        CollectionAssert.AreEqual(new[] { "a.zip Publish", $"{Sums} Publish" }, Intentions(await scene.PreviewAsync(With(scene), a)));
        var receipt = await scene.PushAsync(With(scene), a);

        CollectionAssert.AreEqual(new[] { "a.zip Unchanged", $"{Sums} Unchanged" }, receipt.Outcomes());
        IsTaken(scene);
    }

    [TestMethod]
    public async Task Each_version_has_its_own_and_of_an_archive_the_entries_are_named()
    {
        using var scene = await PushScene.BeginAsync();
        var site = scene.WriteZip("site.zip", 2020, CompressionLevel.Optimal, ("index.html", "home"), ("css/a.css", "style")) with
        {
            Explode = true,
            DefaultPath = "docs/site.zip",
        };
        var other = scene.Write("b.zip", "beta") with { Own = new(null, "other", "1.0", null) };

        Assert.IsTrue((await scene.PushAsync(With(scene), site, other)).Complete);

        CollectionAssert.AreEqual(
            new[] { "docs/css/a.css", "docs/index.html" },
            scene.PublicText(Sums).Split(['\n'], StringSplitOptions.RemoveEmptyEntries).Select(line => line.Substring(66)).ToArray());
        StringAssert.EndsWith(scene.PublicText("other/1.0/SHA256SUMS"), "  b.zip\n");
        IsTaken(scene);
    }

    [TestMethod]
    public async Task Where_a_file_did_not_arrive_there_are_none_and_nothing_is_public()
    {
        using var scene = await PushScene.BeginAsync();
        scene.Service.Before = call =>
        {
            if (call.StartsWith("Upload", StringComparison.Ordinal) && call.Contains("b.zip", StringComparison.Ordinal))
            {
                throw new BintrayException(BintrayException.Forbidden, "no");
            }
        };

        var receipt = await scene.PushAsync(
            settings => With(scene)(settings) with { OnFailure = OnFailure.Discard }, scene.Write("a.zip", "alpha"), scene.Write("b.zip", "beta"));

        Assert.IsFalse(receipt.Complete);
        Assert.IsEmpty(scene.Service.CallsOf("Upload").Where(call => call.Contains("SHA256SUMS", StringComparison.Ordinal)));
        Assert.IsEmpty(scene.PublicFiles);
        Assert.IsFalse(File.Exists(scene.At("sums/1/SHA256SUMS")));
    }

    [TestMethod]
    [DataRow("sums/", "ends in a slash")]
    [DataRow("../SHA256SUMS", "'..' segment")]
    public void A_path_that_cannot_be_is_an_error_of_the_plan(string path, string fault)
    {
        var problem = PlanOf(path).Problems.Single(problem => problem.Code == "BTP1003");

        StringAssert.StartsWith(problem.Text, "BintrayChecksumsFile: ");
        StringAssert.Contains(problem.Text, fault);
    }

    [TestMethod]
    public void One_path_for_two_versions_is_an_error_of_the_plan() =>
        Assert.Contains("BTP1005", PlanOf("SHA256SUMS").Problems.Select(problem => problem.Code));

    private static Plan PlanOf(string path)
    {
        var file = Artifacts.Artifact.At(typeof(ChecksumsTests).Assembly.Location);
        return Planner.Make(new PushSettings
        {
            Artifacts = [file, file with { Own = new(null, null, "3.0", "b") }],
            Project = new("acme/bin", "tool", "2.0", null),
            Checksums = new(path, Path.GetTempPath()),
        });
    }

    private static Func<PushSettings, PushSettings> With(PushScene scene) =>
        settings => settings with { Checksums = new("{package}/{version}/SHA256SUMS", scene.At("sums")) };

    private static string[] Intentions(DryRunReport plan) =>
        [.. plan.Files.Select(file => $"{file.Coordinates.Path} {file.Intention}")];

    /// <summary>By the program itself, where it is there.</summary>
    private static void IsTaken(PushScene scene)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        var start = new ProcessStartInfo("sha256sum", $"-c --strict {Sums}") { RedirectStandardOutput = true, UseShellExecute = false };
        start.WorkingDirectory = scene.PublicFile("");
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.AreEqual(0, program.ExitCode, output);
        StringAssert.Contains(output, ": OK");
    }
}
