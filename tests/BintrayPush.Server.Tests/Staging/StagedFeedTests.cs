using BintrayPush.Feed.Tests;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages.Tests;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Staging;

/// <summary>What is staged in a group is a feed of its own, for those who may see what waits, until it is public.</summary>
[TestClass]
public sealed class StagedFeedTests
{
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0", "<tags>nuts bolts</tags>");
    private static readonly Nupkg Tool = Nupkg.Make("Acme.Tool", "2.0.0-rc.1", Nupkg.Needs(("Acme.Lib", "1.0.0")));

    [TestMethod]
    public async Task All_addresses_of_the_feed_lie_below_its_service_index_and_answer()
    {
        await using var scene = await StagingScene.StartAsync();
        var artifact = await scene.StagedAsync(Lib, "spring");
        await scene.StagedAsync(Tool, "spring");
        var root = $"{scene.Server.Url}nuget/acme/nuget/staged/spring/v3/";
        Assert.AreEqual($"{root}index.json", artifact.GetProperty("group").GetProperty("stagedFeed").GetString());

        var index = await scene.ReadAsync("spring", "index.json", scene.Key);

        foreach (var resource in index.Json.GetProperty("resources").EnumerateArray())
        {
            StringAssert.StartsWith(resource.GetProperty("@id").GetString(), root, StringComparison.Ordinal);
            Assert.IsFalse(resource.GetProperty("@type").GetString()!.Contains("Publish", StringComparison.Ordinal));
        }

        Assert.AreEqual("""{"versions":["1.0.0"]}""", (await scene.ReadAsync("spring", "flat/acme.lib/index.json", scene.Key)).Body);
        var registration = await scene.ReadAsync("spring", "registration-semver2/acme.tool/index.json", scene.Key);
        var entry = registration.Json.GetProperty("items")[0].GetProperty("items")[0];
        Assert.AreEqual($"{root}flat/acme.tool/2.0.0-rc.1/acme.tool.2.0.0-rc.1.nupkg", entry.GetProperty("packageContent").GetString());
        StringAssert.Contains(registration.Body, "Acme.Lib", StringComparison.Ordinal);
        Assert.AreEqual(200, (await scene.ReadAsync("spring", "registration-semver2/acme.tool/2.0.0-rc.1.json", scene.Key)).Status);
        Assert.AreEqual(200, (await scene.ReadAsync("spring", "flat/acme.lib/1.0.0/acme.lib.nuspec", scene.Key)).Status);
        Assert.AreEqual("Acme.Lib", await SearchAsync("q=bolts"));
        Assert.AreEqual("Acme.Lib", await SearchAsync("q="));
        Assert.AreEqual("Acme.Lib Acme.Tool", await SearchAsync("q=acme&prerelease=true"));
        Assert.AreEqual("Acme.Tool", await SearchAsync("q=packageid:acme.tool&prerelease=true"));
        Assert.AreEqual("", await SearchAsync("q=none"));
        Assert.AreEqual(404, (await scene.ReadAsync("spring", "flat/acme.none/index.json", scene.Key)).Status);
        Assert.AreEqual(404, (await scene.ReadAsync("other", "search", scene.Key)).Status);

        async Task<string> SearchAsync(string query) => string.Join(
            ' ',
            (await scene.ReadAsync("spring", $"search?{query}&semVerLevel=2.0.0", scene.Key)).Json.GetProperty("data").EnumerateArray()
                .Select(package => package.GetProperty("id").GetString()));
    }

    [TestMethod]
    public async Task The_bytes_are_those_that_were_staged_and_become_public()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        const string Name = "flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg";

        var staged = await scene.Server.Http.GetByteArrayAsync($"nuget/acme/nuget/staged/spring/v3/{Name}");
        await scene.CallAsync("POST", "groups/spring/promote");
        var published = await scene.Server.Anonymous.GetByteArrayAsync($"nuget/acme/nuget/v3/{Name}");

        CollectionAssert.AreEqual(Lib.Bytes, staged);
        CollectionAssert.AreEqual(Lib.Bytes, published);
        Assert.AreEqual(404, (await scene.ReadAsync("spring", "index.json", scene.Key)).Status, "What is published is no group any more.");
        Assert.AreEqual(404, (await scene.ReadAsync("spring", Name, scene.Key)).Status);
    }

    [TestMethod]
    public async Task A_group_shows_nothing_of_another_group_and_of_what_a_build_has_staged_as_a_leg_all()
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.StagedAsync(Lib, "spring");
        await scene.Feed.UploadAsync(Tool, publish: false);
        var leg = $$"""
            {"versions":[{"repo":"nuget","package":"Acme.Tool","version":"2.0.0-rc.1","files":
            [{"path":"{{Tool.Package.Path}}","size":{{Tool.Bytes.Length}},"sha256":"{{Tool.Sha256}}"}]}]}
            """;
        Assert.AreEqual(200, (await scene.Server.SendAsync("PUT", "releases/acme/17/legs/linux", leg)).Status);

        Assert.AreEqual(404, (await scene.ReadAsync("spring", "flat/acme.tool/index.json", scene.Key)).Status);
        Assert.AreEqual(200, (await scene.ReadAsync("17", "flat/acme.tool/index.json", scene.Key)).Status);
        Assert.AreEqual(404, (await scene.ReadAsync("17", "flat/acme.lib/index.json", scene.Key)).Status);
        Assert.AreEqual(409, (await scene.CallAsync("DELETE", "package/Acme.Tool/2.0.0-rc.1")).Status, "It goes with its leg.");
        var stager = $"half:{ServerUsers.Add(scene.Server.Folder, "half", ("acme", Roles.Parse("stage")!.Value))}";
        Assert.AreEqual(403, (await scene.CallAsync("DELETE", "groups/17", null, stager)).Status, "So does a group with a leg.");
        Assert.AreEqual(400, (await scene.Server.SendAsync("PUT", "releases/acme/17/legs/Packages", leg)).Status, "That is the group's own.");
        Assert.AreEqual(409, (await scene.StageAsync(Tool.Bytes, "spring")).Status, "It is the leg's.");
        Assert.AreEqual(200, (await scene.StageAsync(Tool.Bytes)).Status);
        await scene.StagedAsync(Nupkg.Make("Acme.More", "1.0.0"), "17");

        Assert.AreEqual("""{"files":2,"was_sealed":false}""", (await scene.CallAsync("POST", "groups/17/promote")).Body);
        Assert.AreEqual("2.0.0-rc.1", await scene.Feed.VersionsAsync("Acme.Tool"));
    }

    [TestMethod]
    public async Task Symbols_wait_with_their_package_and_are_public_with_it()
    {
        await using var scene = await StagingScene.StartAsync();
        var assembly = typeof(NuGetPackage).Assembly.Location;
        var (dll, pdb) = (File.ReadAllBytes(assembly), File.ReadAllBytes(Path.ChangeExtension(assembly, ".pdb")));
        var package = TestPackages.Package("", new RawEntry("lib/a.dll", dll));
        var symbols = TestPackages.Package(
            """<packageTypes><packageType name="SymbolsPackage" /></packageTypes>""", new RawEntry("lib/BintrayPush.Formats.pdb", pdb));
        Assert.AreEqual(404, (await scene.StageAsync(symbols, "spring", kind: "symbols")).Status, "Its package comes first.");
        Assert.AreEqual(201, (await scene.StageAsync(package, "spring")).Status);

        var staged = await scene.StageAsync(symbols, kind: "symbols");

        Assert.AreEqual(201, staged.Status, staged.Body);
        Assert.AreEqual("symbols", staged.Json.GetProperty("kind").GetString());
        Assert.IsFalse(staged.Json.TryGetProperty("listed", out _));
        Assert.AreEqual("spring", staged.Json.GetProperty("group").GetProperty("id").GetString(), "They are where their package is.");
        Assert.AreEqual(200, (await scene.StageAsync(symbols, "autumn", kind: "symbols")).Status);
        Assert.AreEqual("package:Acme.Tool/1.2.3:ready symbols:Acme.Tool/1.2.3:ready", await scene.MembersAsync("autumn"));
        Assert.AreEqual("symbols:Acme.Tool/1.2.3:ready", StagingScene.ItemsOf(await scene.CallAsync("GET", "symbols")));
        Assert.AreEqual(200, (await scene.CallAsync("GET", "symbols/Acme.Tool/1.2.3")).Status);

        // Other bytes of the package: what was staged of its symbols belongs to nothing any more.
        var other = TestPackages.Package("", new RawEntry("lib/a.dll", dll), new RawEntry("lib/b.txt", "b"));
        Assert.AreEqual(201, (await scene.StageAsync(other)).Status);
        Assert.AreEqual("package:Acme.Tool/1.2.3:ready", await scene.MembersAsync("autumn"));
        Assert.AreEqual(201, (await scene.StageAsync(symbols, kind: "symbols")).Status);
        Assert.AreEqual(204, (await scene.CallAsync("DELETE", "symbols/Acme.Tool/1.2.3")).Status);
        Assert.AreEqual(201, (await scene.StageAsync(symbols, kind: "symbols")).Status);

        Assert.AreEqual("""{"files":2,"was_sealed":false}""", (await scene.CallAsync("POST", "groups/autumn/promote")).Body);
        Assert.AreEqual(200, (await scene.Server.Anonymous.SendAsync("GET", "dl/acme/nuget/Acme.Tool.1.2.3.snupkg")).Status);
    }

    [TestMethod]
    [DataRow(true, DisplayName = "a private repository")]
    [DataRow(false, DisplayName = "a public repository")]
    public async Task For_strangers_nothing_of_it_is_there_whether_it_is_or_not(bool isPrivate)
    {
        await using var scene = await StagingScene.StartAsync();
        await scene.Server.SendAsync("PATCH", "repos/acme/nuget", $$"""{"private":{{(isPrivate ? "true" : "false")}}}""");
        await scene.StagedAsync(Lib, "spring");
        var reader = $"ann:{ServerUsers.Add(scene.Server.Folder, "ann", ("acme", Role.Read))}";
        var other = $"bob:{ServerUsers.Add(scene.Server.Folder, "bob", ("else", Role.Admin))}";
        (string Method, string Path)[] calls =
        [
            ("GET", "groups"), ("GET", "groups/{0}"), ("PATCH", "groups/{0}"), ("DELETE", "groups/{0}"), ("POST", "groups"),
            ("POST", "groups/{0}/promote"), ("PUT", "groups/{0}/items/Acme.Lib/1.0.0"), ("DELETE", "groups/{0}/items/Acme.Lib/1.0.0"),
            ("GET", "package"), ("GET", "symbols"), ("GET", "package/Acme.Lib/1.0.0"), ("DELETE", "package/Acme.Lib/1.0.0"),
            ("GET", "symbols/Acme.Lib/1.0.0"), ("POST", "package/Acme.Lib/1.0.0/promote"), ("PUT", "package"), ("PUT", "symbols"),
        ];
        string[] documents =
        [
            "index.json", "search", "flat/acme.lib/index.json", "flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg",
            "registration/acme.lib/index.json",
        ];
        foreach (var promoted in (bool[])[false, true])
        {
            foreach (var key in (string?[])[null, reader, other])
            {
                foreach (var group in (string[])["spring", "none"])
                {
                    foreach (var (method, path) in calls)
                    {
                        var called = string.Format(null, path, group);
                        var reply = await scene.CallAsync(method, called, method is "GET" or "DELETE" ? null : "{}", key);
                        Assert.AreEqual((404, "NotFound"), (reply.Status, StagingScene.CodeOf(reply)), $"{method} {called} {key?[..3]}");
                    }

                    foreach (var document in documents)
                    {
                        Assert.AreEqual(404, (await scene.ReadAsync(group, document, key)).Status, $"{group} {document} {key?[..3]}");
                    }
                }
            }

            if (!promoted)
            {
                Assert.AreEqual(200, (await scene.CallAsync("POST", "groups/spring/promote")).Status);
            }
        }
    }

    [TestMethod]
    public async Task A_client_of_NuGet_which_shows_a_login_only_when_it_is_asked_is_asked_for_one()
    {
        await using var scene = await StagingScene.StartAsync();
        foreach (var group in (string[])["spring", "none"])
        {
            foreach (var (name, value) in ((string, string)[])
                [("User-Agent", "NuGet .NET Core MSBuild Task/7.0.0"), ("X-NuGet-Session-Id", "1")])
            {
                var reply = await scene.Server.Anonymous.SendAsync(
                    "GET", $"nuget/acme/nuget/staged/{group}/v3/index.json", null, (name, value));
                Assert.AreEqual(401, reply.Status);
                Assert.AreEqual("Basic realm=\"Bintray API Realm\"", reply.Header("WWW-Authenticate"));
            }
        }
    }

    [TestMethod]
    [DataRow("stage", 201, 404, 200, 204, 403)]
    [DataRow("promote", 403, 404, 200, 403, 200)]
    [DataRow("publish", 201, 404, 200, 204, 200)]
    [DataRow("read", 404, 404, 404, 404, 404)]
    public async Task Each_half_may_do_its_part_as_a_role_and_as_the_scope_of_a_key(
        string half, int stage, int missing, int see, int change, int promote)
    {
        foreach (var isScope in (bool[])[false, true])
        {
            await using var scene = await StagingScene.StartAsync();
            await scene.StagedAsync(Lib, "spring");
            var key = isScope ? await KeyAsync(scene, half)
                : $"half:{ServerUsers.Add(scene.Server.Folder, "half", ("acme", Roles.Parse(half)!.Value))}";

            Assert.AreEqual(stage, (await scene.StageAsync(Tool.Bytes, "spring", key)).Status);
            Assert.AreEqual(missing, (await scene.CallAsync("GET", "groups/none", null, key)).Status);
            Assert.AreEqual(see, (await scene.CallAsync("GET", "groups/spring", null, key)).Status);
            Assert.AreEqual(see, (await scene.ReadAsync("spring", "index.json", key)).Status);
            Assert.AreEqual(see, (await scene.ReadAsync("spring", "flat/acme.lib/1.0.0/acme.lib.1.0.0.nupkg", key)).Status);
            Assert.AreEqual(change, (await scene.CallAsync("PATCH", "groups/spring", """{"name":"x"}""", key)).Status);
            Assert.AreEqual(promote, (await scene.CallAsync("POST", "groups/spring/promote", null, key)).Status);
            Assert.AreEqual(promote == 200 ? "1.0.0" : "", await scene.Feed.VersionsAsync("Acme.Lib"));
        }
    }

    private static async Task<string> KeyAsync(StagingScene scene, string scope)
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "user", "key", "add", ServerUsers.Admin, "half", "--scope", scope, "--data", scene.Server.Folder);
        Assert.AreEqual(0, code, error);
        return $"{ServerUsers.Admin}:{output.TrimEnd().Split('\n')[^1].Trim()}";
    }
}
