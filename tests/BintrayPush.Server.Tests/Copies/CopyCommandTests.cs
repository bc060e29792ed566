using System.Security.Cryptography;
using System.Text;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Conformance;

namespace BintrayPush.Server.Tests.Copies;

/// <summary>bintray-server copy, between folders that servers work on.</summary>
[TestClass]
public sealed class CopyCommandTests
{
    private static readonly ReleaseAddress Release = ReleaseAddress.Of("acme", ReleaseId.Of("17"));
    private static readonly LegName Leg = LegName.Of("linux");

    private readonly string _parent = Directory.CreateTempSubdirectory("bintray-copy-").FullName;
    private RunningServer _server = null!;

    public TestContext TestContext { get; set; } = null!;

    private string Target => Path.Combine(_parent, "copy");

    [TestInitialize]
    public async Task StartAsync() => _server = await RunningServer.StartWithPackageAsync();

    [TestCleanup]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_parent, recursive: true);
    }

    [TestMethod]
    public async Task What_would_be_copied_is_said_and_nothing_is_written()
    {
        await PutAsync("a.txt", "public", publish: true);
        await PutAsync("same.txt", "public", publish: true);

        var (code, output, error) = await CopyAsync("--dry-run");

        Assert.AreEqual(0, code, output + error);
        StringAssert.Contains(output, "would copy 1 contents (6 bytes)");
        Assert.IsFalse(Directory.Exists(Target), "Nothing was made.");
    }

    [TestMethod]
    public async Task A_server_over_the_copy_shows_what_is_public_and_keeps_the_rest()
    {
        await PutAsync("a.txt", "public", publish: true);
        await PutAsync("b.txt", "waits", publish: false);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/hidden", """{"private":true}""")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "packages/acme/hidden", """{"name":"lib"}""")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("PUT", "content/acme/hidden/lib/1.0/c.txt?publish=1", "hidden")).Status);

        var (code, output, error) = await CopyAsync("--verify");
        Assert.AreEqual(0, code, output + error);
        StringAssert.Contains(output, " 0 left out");
        StringAssert.Contains(output, "0 damaged");

        await using var copy = await OpenCopyAsync();
        Assert.AreEqual("public", (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
        Assert.AreEqual(401, (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/b.txt")).Status);
        Assert.AreEqual(401, (await copy.Anonymous.SendAsync("GET", "dl/acme/hidden/c.txt")).Status);
        Assert.AreEqual("hidden", (await copy.SendAsync("GET", "dl/acme/hidden/c.txt")).Body);
        Assert.AreEqual(200, (await copy.SendAsync("POST", "content/acme/tools/lib/1.0/publish", "{}")).Status);
        Assert.AreEqual("waits", (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/b.txt")).Body);
        Assert.AreEqual(1, (await copy.SendAsync("GET", "search/file?name=b.txt")).Json.GetArrayLength(), "Searches follow the copy.");
    }

    [TestMethod]
    public async Task What_became_private_is_hidden_in_the_copy_and_what_was_made_anew_takes_the_place_of_the_old()
    {
        await PutAsync("a.txt", "first", publish: true);
        Assert.AreEqual(0, (await CopyAsync()).Code);
        await using var copy = await OpenCopyAsync();
        Assert.AreEqual("first", (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);

        Assert.AreEqual(200, (await _server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""")).Status);
        Assert.AreEqual(0, (await CopyAsync()).Code);
        Assert.AreEqual(401, (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Status);
        Assert.IsFalse(File.Exists(Path.Combine(Target, "dl", "acme", "tools", "a.txt")), "A static web server has it no more.");

        Assert.AreEqual(200, (await _server.SendAsync("DELETE", "repos/acme/tools")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/tools", "{}")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "packages/acme/tools", """{"name":"lib"}""")).Status);
        await PutAsync("a.txt", "second", publish: true);
        var (code, output, error) = await CopyAsync();
        Assert.AreEqual(0, code, output + error);
        Assert.AreEqual("second", (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
    }

    [TestMethod]
    public async Task A_staged_release_is_sealed_in_the_copy()
    {
        await PutAsync("a.txt", "staged", publish: false);
        using (var client = _server.OpenClient())
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("staged")));
            var version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");
            var files = new LegVersion(version, [new LegFile(RepositoryPath.Of("a.txt"), sha256, 6)]);
            await client.StageLegAsync(Release, Leg, new LegManifest([files]), TestContext.CancellationToken);
        }

        Assert.AreEqual(0, (await CopyAsync()).Code);

        await using var copy = await OpenCopyAsync();
        Assert.AreEqual(401, (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Status);
        using var sealing = copy.OpenClient();
        Assert.AreEqual(1, (await sealing.SealReleaseAsync(Release, [Leg], TestContext.CancellationToken)).Files);
        Assert.AreEqual("staged", (await copy.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
    }

    [TestMethod]
    public async Task The_index_of_a_Debian_repository_is_made_by_the_server_that_opens_the_copy()
    {
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/deb", """{"type":"debian"}""")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "packages/acme/deb", """{"name":"hello"}""")).Status);
        const string File = "content/acme/deb/hello/1.0/hello_1.0_all.deb;deb_distribution=stable;deb_component=main;deb_architecture=all";
        using var package = new ByteArrayContent(DebPackage.Make("hello", "1.0", "all"));
        using var sent = await _server.Http.PutAsync($"{File};publish=1", package, TestContext.CancellationToken);
        Assert.AreEqual(201, (int)sent.StatusCode);

        Assert.AreEqual(0, (await CopyAsync()).Code);

        await using var copy = await OpenCopyAsync();
        var expected = await ListsAsync(_server);
        Assert.AreNotEqual("", expected);
        Assert.AreEqual(expected, await ListsAsync(copy));
        // What it does by itself once it is open ends before the folder is taken away.
        await copy.StopAsync();
    }

    [TestMethod]
    public async Task What_was_changed_in_the_copy_stays_and_is_named()
    {
        await PutAsync("a.txt", "first", publish: true);
        Assert.AreEqual(0, (await CopyAsync()).Code);
        await using (var copy = await OpenCopyAsync())
        {
            Assert.AreEqual(201, (await copy.SendAsync("PUT", "content/acme/tools/lib/1.0/own.txt?publish=1", "own")).Status);
        }

        await PutAsync("b.txt", "later", publish: true);
        var (code, output, _) = await CopyAsync();

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "BTP4094");
        StringAssert.Contains(output, "1 left out");
    }

    [TestMethod]
    public async Task A_place_that_is_none_ends_with_1_and_says_why()
    {
        var (code, _, error) = await CommandLine.RunAsync("copy", "--from", Path.Combine(_parent, "nowhere"), "--to", Target);

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "is no data folder");
        Assert.IsFalse(Directory.Exists(Target));
    }

    /// <summary>The lists of packages that the index names, with their checksums.</summary>
    private static async Task<string> ListsAsync(RunningServer server)
    {
        var release = await server.Anonymous.SendAsync("GET", "dl/acme/deb/dists/stable/Release");
        return string.Join("\n", release.Body.Split('\n').Where(line => line.Contains("/Packages", StringComparison.Ordinal)));
    }

    private async Task PutAsync(string path, string text, bool publish) => Assert.AreEqual(
        201, (await _server.SendAsync("PUT", $"content/acme/tools/lib/1.0/{path}?publish={(publish ? 1 : 0)}", text)).Status);

    private async Task<(int Code, string Output, string Error)> CopyAsync(params string[] more)
    {
        var said = await CommandLine.RunAsync(["copy", "--from", _server.Folder, "--to", Target, .. more]);
        TestContext.WriteLine($"{said.Output}{said.Error}ends with {said.Code}");
        return said;
    }

    private Task<RunningServer> OpenCopyAsync() => RunningServer.StartAsync(settings => settings, Target, ServerUsers.Admin, _server.Key);
}
