using System.Diagnostics;
using System.Text.Json;
using BintrayPush.Feed.Tests;

namespace BintrayPush.Cli.Tests;

/// <summary>bintray push --static-feed and bintray feed: what a folder publishes is a NuGet feed of plain files, too.</summary>
[TestClass]
public sealed class StaticFeedTests : CommandTest
{
    private const string Web = "https://packages.example.com/";
    private const string Index = $"{Web}local/nuget/v3/index.json";

    public TestContext TestContext { get; set; } = null!;

    private static readonly string[] Shown = ["--static-feed", "--download-url", Web];

    [TestMethod]
    public void A_push_leaves_a_feed_behind_the_next_one_adds_to_it_and_one_that_changes_nothing_writes_nothing()
    {
        Package("Acme.Base", "1.0.0");
        StringAssert.Contains(Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds().Output, $"feed {Index}: 1 package, 10 files written");
        Package("Acme.Lib", "1.0.0", Nupkg.Needs(("Acme.Base", "1.0.0")));
        StringAssert.Contains(Run(["push", "Acme.Lib.1.0.0.nupkg", .. Shown]).Succeeds().Output, $"feed {Index}: 2 packages");
        using (var receipt = JsonDocument.Parse(Run(["push", "Acme.Lib.1.0.0.nupkg", "--json", .. Shown]).Succeeds().Output))
        {
            Assert.AreEqual(Index, receipt.RootElement.GetProperty("feeds")[0].GetString());
        }

        Assert.AreEqual("acme.base 1.0.0, acme.lib 1.0.0", Feed());
        using (var leaf = Document("registration-semver2/acme.lib/index.json"))
        {
            StringAssert.Contains(leaf.RootElement.ToString(), $"{Web}local/nuget/v3/flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg");
            StringAssert.Contains(leaf.RootElement.ToString(), "Acme.Base");
        }

        var before = Times();
        StringAssert.Contains(Run(["push", "Acme.Lib.1.0.0.nupkg", .. Shown]).Succeeds().Output, $"feed {Index}: unchanged");
        CollectionAssert.AreEqual(before, Times());
        StringAssert.Contains(Feed("local/nuget").Succeeds().Output, $"{Index}: 2 packages, 0 files written, 0 removed");
        CollectionAssert.AreEqual(before, Times());
    }

    [TestMethod]
    public void What_is_not_public_is_not_in_the_feed_and_an_ordinary_push_writes_none()
    {
        Package("Acme.Base", "1.0.0");
        var waiting = Run(["push", "Acme.Base.1.0.0.nupkg", "--publish", "false", .. Shown]).Succeeds();
        Assert.DoesNotContain("feed", waiting.Output);
        Run("push", "Acme.Base.1.0.0.nupkg").Succeeds();
        Assert.IsFalse(Directory.Exists(FeedFolder));
        StringAssert.Contains(Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds().Output, "1 package");
        Assert.AreEqual("acme.base 1.0.0", Feed());
    }

    [TestMethod]
    public void Where_no_feed_can_be_the_push_is_refused_before_anything_is_written()
    {
        Package("Acme.Base", "1.0.0");
        string[] push = ["push", "Acme.Base.1.0.0.nupkg", "--static-feed"];
        Run([.. push, "--url", "http://127.0.0.1:1", "--repo", "acme/nuget"]).IsWrongUsage("BTP1135");
        Run(push).IsWrongUsage("BTP1136");
        Run([.. push, "--download-url", "https://joe:key@packages.example.com"]).IsWrongUsage("BTP1008");
        Run([.. push, "--download-url", "http://packages.example.com"]).IsWrongUsage("BTP1019");
        StringAssert.Contains(
            Run(["push", "Acme.Base.1.0.0.nupkg", "--repo", "acme/bin", .. Shown]).Fails("BTP4080").Error, "when it is created it is of type 'generic'");
        StringAssert.Contains(
            Run(["plan", "Acme.Base.1.0.0.nupkg", "--repo", "acme/bin", .. Shown]).Fails("BTP4080").Error, "--static-feed");
        Assert.IsEmpty(Directory.Exists(At("home", "repository", "dl")) ? Directory.GetFileSystemEntries(At("home", "repository", "dl")) : []);
        StringAssert.Contains(
            Run(["plan", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds().Output, "would bring the static feed of local/nuget up to date");

        Run("push", "Acme.Base.1.0.0.nupkg", "--repo", "acme/bin").Succeeds();
        Feed("acme/bin").Fails("BTP4080");
        Feed("acme/none").Fails("BTP1046");
        Run("feed", "acme/bin").IsWrongUsage("BTP1136");
        Run("feed", "acme/nuget", "--url", "http://127.0.0.1:1").IsWrongUsage("BTP1135");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Of_a_private_repository_nothing_lies_in_a_feed_and_one_that_becomes_private_loses_it(bool isThere)
    {
        if (isThere)
        {
            Package("Acme.Base", "1.0.0");
            Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds();
            Assert.AreEqual("acme.base 1.0.0", Feed());
        }

        Package("Acme.Lib", "1.0.0");
        Write(
            "private-bintray-info.json",
            """
            { "repo": { "name": "nuget", "type": "nuget", "private": true, "updateExisting": true },
              "package": { "name": "Acme.Lib", "subject": "local", "repo": "nuget" }, "version": { "name": "1.0.0" },
              "applyToFiles": ["in/Acme.Lib*.nupkg"], "publish": true }
            """);
        string[] push = ["push", "--descriptor", "private-bintray-info.json", "--root", $"in={Folder}"];

        var refusal = Run([.. push, .. Shown]).Fails("BTP4080");

        StringAssert.Contains(refusal.Error, "is private");
        Assert.IsFalse(File.Exists(At("home", "repository", "dl", "local", "nuget", "Acme.Lib.1.0.0.nupkg")));
        Assert.AreEqual(isThere, Directory.Exists(FeedFolder), "nothing was changed");

        Run(push).Succeeds();
        StringAssert.Contains(Feed("local/nuget").Fails("BTP4080").Error, "is private");
        Run([.. push, .. Shown]).Fails("BTP4080");
        Assert.IsFalse(Directory.Exists(At("home", "repository", "dl", "local", "nuget")));
    }

    [TestMethod]
    public void A_feed_that_could_not_be_written_is_an_error_that_says_what_is_public_and_the_next_push_writes_it()
    {
        Package("Acme.Base", "1.0.0");
        Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds();
        Package("Acme.Base", "1.1.0");
        Directory.Delete(Path.Combine(FeedFolder, "registration"), recursive: true);
        File.WriteAllText(Path.Combine(FeedFolder, "registration"), "a file in the way");

        var said = Run(["push", "Acme.Base.1.1.0.nupkg", "--receipt", "receipt.json", "--on-failure", "discard", .. Shown])
            .Fails("BTP4081");

        StringAssert.Contains(said.Error, "What local/nuget publishes is public, and its static feed does not show all of it");
        StringAssert.Contains(said.Error, $"bintray feed local/nuget --url \"{At("home", "repository")}\" --download-url {Web}");
        Assert.IsTrue(File.Exists(At("home", "repository", "dl", "local", "nuget", "Acme.Base.1.1.0.nupkg")));
        StringAssert.Contains(File.ReadAllText(At("receipt.json")), "BTP4081");
        Feed("local/nuget").Fails("BTP4081");

        File.Delete(Path.Combine(FeedFolder, "registration"));
        StringAssert.Contains(Run(["push", "Acme.Base.1.1.0.nupkg", .. Shown]).Succeeds().Output, "1 unchanged");
        Assert.AreEqual("acme.base 1.0.0 1.1.0", Feed());
    }

    [TestMethod]
    public void A_file_that_is_no_package_is_public_and_whoever_pushed_it_hears_that_no_client_sees_it()
    {
        Write("Acme.Broken.1.0.0.nupkg", "no package");
        string[] broken = ["push", "Acme.Broken.1.0.0.nupkg", "--package", "Acme.Broken", "--version", "1.0.0", .. Shown];
        var said = Run(broken).Succeeds();

        StringAssert.Contains(said.Error, "warning BTP4082: local/nuget/Acme.Broken.1.0.0.nupkg is public, and the static feed does not show it: "
            + "it is no zip archive");
        Package("Acme.Base", "1.0.0");
        Assert.AreEqual("", Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds().Error);
        Assert.AreEqual("acme.base 1.0.0", Feed());
        StringAssert.Contains(
            Run(["push", "Acme.Base.1.0.0.nupkg", "--package", "Other", "--version", "1.0.0", "--path", "other", .. Shown]).Succeeds().Error,
            "warning BTP4082: local/nuget/other/Acme.Base.1.0.0.nupkg is public, and the static feed does not show it: it has the id and the "
                + "version of 'Acme.Base.1.0.0.nupkg'.");
        Assert.AreEqual("acme.base 1.0.0", Feed());
        using var answer = JsonDocument.Parse(Feed("local/nuget", "--json").Succeeds().Output);
        Assert.AreEqual("Acme.Broken.1.0.0.nupkg", answer.RootElement.GetProperty("unsound")[0].GetProperty("path").GetString());
        Assert.AreEqual(Index, answer.RootElement.GetProperty("index").GetString());
    }

    [TestMethod]
    public void The_command_finishes_a_feed_that_was_changed_by_hand_or_is_to_be_read_from_elsewhere()
    {
        Package("Acme.Base", "1.0.0");
        Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds();
        File.Delete(Path.Combine(FeedFolder, "index.json"));
        File.WriteAllText(Path.Combine(FeedFolder, "flat", "acme.base", "1.0.0", "stranger"), "");

        StringAssert.Contains(Feed("local/nuget").Succeeds().Output, "1 file written, 1 removed");
        Assert.AreEqual("acme.base 1.0.0", Feed());

        StringAssert.Contains(
            Run("push", "Acme.Base.1.0.0.nupkg", "--static-feed", "--download-url", "https://other.example.com").Succeeds().Output,
            "https://other.example.com/local/nuget/v3/index.json: 1 package");
        using var index = Document("index.json");
        Assert.DoesNotContain("packages.example.com", index.RootElement.ToString());
    }

    [TestMethod]
    public void A_seal_shows_all_legs_in_the_feed_and_the_last_line_of_a_leg_says_how()
    {
        Package("Acme.Base", "1.0.0");
        Package("Acme.Lib", "1.0.0");
        Run(["push", "Acme.Base.1.0.0.nupkg", "--release", "17", "--leg", "one", .. Shown]).Succeeds();
        var last = Run(["push", "Acme.Lib.1.0.0.nupkg", "--release", "17", "--leg", "two", .. Shown]).Succeeds().Output.TrimEnd().Split('\n')[^1];
        Assert.IsFalse(Directory.Exists(FeedFolder));
        var command = last[(last.IndexOf("bintray ", StringComparison.Ordinal) + "bintray ".Length)..].Trim().Split(' ');

        StringAssert.Contains(Run(command).Succeeds().Output, $"feed {Index}: 2 packages");

        Assert.AreEqual("acme.base 1.0.0, acme.lib 1.0.0", Feed());
        Run(command).Fails("BTP4083");
        StringAssert.Contains(Run([.. command.Select(word => word == "local" ? "local/nuget" : word)]).Succeeds().Output, $"feed {Index}: unchanged");
    }

    [TestMethod]
    public void A_seal_of_a_release_with_a_repository_that_can_have_no_feed_is_refused_before_it_is_public()
    {
        Write("a.txt");
        Run("push", "a.txt", "--repo", "local/bin", "--package", "a", "--version", "1", "--release", "18", "--leg", "one").Succeeds();

        Run(["release", "seal", "18", "--legs", "one", "--repo", "local", .. Shown]).Fails("BTP4080");

        StringAssert.Contains(Run("release", "status", "18").Succeeds().Output, "open");
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public async Task Killed_wherever_it_is_a_push_leaves_a_feed_that_works_and_the_next_one_finishes_it()
    {
        Package("Acme.Base", "1.0.0");
        Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds();
        var kills = 0;
        for (var after = 0; after < 10; after++)
        {
            Package("Acme.Base", $"1.0.{after + 1}");
            Package("Acme.Lib", $"1.0.{after + 1}", Nupkg.Needs(("Acme.Base", $"1.0.{after + 1}")));
            kills += await KillAsync(Times().Length + after, ["push", "Acme.Base.1.0.0.nupkg", .. Names(after + 1), .. Shown]) ? 1 : 0;
            StringAssert.StartsWith(Feed(), "acme.base 1.0.0", StringComparison.Ordinal);
            Run(["push", .. Names(after + 1)]).Succeeds();
        }

        TestContext.WriteLine($"{kills} kills");
        Assert.IsGreaterThan(0, kills);
        Run(["push", "Acme.Base.1.0.0.nupkg", .. Shown]).Succeeds();
        var versions = string.Join(' ', Enumerable.Range(1, 10).Select(number => $"1.0.{number}"));
        Assert.AreEqual($"acme.base 1.0.0 {versions}, acme.lib {versions}", Feed());

        static string[] Names(int number) => [$"Acme.Base.1.0.{number}.nupkg", $"Acme.Lib.1.0.{number}.nupkg"];
    }

    /// <summary>Runs the program as a process until the feed has some number of files, and kills it.</summary>
    /// <returns>Whether it was killed; else it was faster.</returns>
    private async Task<bool> KillAsync(int files, string[] arguments)
    {
        var start = new ProcessStartInfo(CliEnvironment.Program[0], [.. CliEnvironment.Program.Skip(1), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BINTRAY_HOME"] = Home;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && Directory.EnumerateFiles(FeedFolder, "*", SearchOption.AllDirectories).Count() <= files)
        {
            await Task.Delay(1, TestContext.CancellationToken);
        }

        var isKilled = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(TestContext.CancellationToken);
        await said;
        return isKilled;
    }

    private string FeedFolder => At("home", "repository", "dl", "local", "nuget", "v3");

    private Said Feed(string repository, params string[] more) => Run(["feed", repository, "--download-url", Web, .. more]);

    private void Package(string id, string version, string metadata = "") =>
        File.WriteAllBytes(At($"{id}.{version}.nupkg"), Nupkg.Make(id, version, metadata).Bytes);

    private JsonDocument Document(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine([FeedFolder, .. name.Split('/')])));

    /// <summary>The ids that a search of the feed finds, each with its versions; whatever a document names is there.</summary>
    private string Feed()
    {
        using var search = Document("search.json");
        return string.Join(", ", search.RootElement.GetProperty("data").EnumerateArray().Select(one =>
        {
            var id = one.GetProperty("id").GetString()!.ToLowerInvariant();
            using var list = Document($"flat/{id}/index.json");
            var versions = list.RootElement.GetProperty("versions").EnumerateArray().Select(version => version.GetString()!).ToList();
            foreach (var version in versions)
            {
                Assert.IsTrue(File.Exists(Path.Combine(FeedFolder, "flat", id, version, $"{id}.{version}.nupkg")), $"{id} {version}");
            }

            using var registration = Document($"registration-semver2/{id}/index.json");
            foreach (var leaf in registration.RootElement.GetProperty("items")[0].GetProperty("items").EnumerateArray())
            {
                var version = leaf.GetProperty("catalogEntry").GetProperty("version").GetString()!;
                Assert.Contains(version, versions, $"{id} {version}");
                Document($"registration-semver2/{id}/{version}.json").Dispose();
            }

            return $"{id} {string.Join(' ', versions)}";
        }));
    }

    private string[] Times() =>
    [
        .. Directory.EnumerateFiles(FeedFolder, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".unfinished", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")
    ];
}
