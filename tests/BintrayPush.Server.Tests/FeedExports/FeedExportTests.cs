using System.Diagnostics;
using BintrayPush.Feed.Tests;
using NuGet.Common;
using NuGet.Protocol.Core.Types;

namespace BintrayPush.Server.Tests.FeedExports;

/// <summary>bintray-server feed export: what a repository publishes, restored from plain files.</summary>
[TestClass]
public sealed class FeedExportTests
{
    private static readonly Nupkg Base = Nupkg.Make("Acme.Base", "1.0.0");
    private static readonly Nupkg Lib = Nupkg.Make("Acme.Lib", "1.0.0", Nupkg.Needs(("Acme.Base", "1.0.0")));

    private RunningServer _server = null!;
    private string _index = null!;

    /// <summary>The client keeps answers by their address, for all tests of this process: ports come again.</summary>
    [ClassInitialize]
    public static void UseOwnCache(TestContext _) => Environment.SetEnvironmentVariable(
        "NUGET_HTTP_CACHE_PATH", Directory.CreateTempSubdirectory("bintray-http-").FullName);

    [ClassCleanup]
    public static void DeleteCache() => Directory.Delete(Environment.GetEnvironmentVariable("NUGET_HTTP_CACHE_PATH")!, recursive: true);

    [TestInitialize]
    public async Task StartAsync()
    {
        _index = Directory.CreateTempSubdirectory("bintray-index-").FullName;
        _server = await RunningServer.StartAsync(settings => settings with { Index = Path.Combine(_index, "server") });
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_index, recursive: true);
    }

    [TestMethod]
    public async Task The_dotnet_command_restores_what_is_published_from_plain_files()
    {
        await PublishAsync(Base, Lib);
        await using var web = await Loopback.StartAsync(FeedFolder);
        var exported = await ExportAsync(web.Root);
        StringAssert.Contains(exported, $"{web.Root}index.json: 2 packages of 2 ids");
        var project = Path.Combine(_index, "project");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), $"""
            <configuration><packageSources><clear />
              <add key="acme" value="{web.Root}index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """);
        await File.WriteAllTextAsync(Path.Combine(project, "app.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.Lib" Version="1.*" /></ItemGroup>
            </Project>
            """);

        await DotnetAsync(project, "restore");
        var found = await DotnetAsync(project, "package", "search", "acme", "--source", "acme");

        var locked = await File.ReadAllTextAsync(Path.Combine(project, "packages.lock.json"));
        foreach (var package in new[] { Base, Lib })
        {
            StringAssert.Contains(locked, Convert.ToBase64String(System.Security.Cryptography.SHA512.HashData(package.Bytes)));
            StringAssert.Contains(found, package.Package.Package.Id);
        }
    }

    [TestMethod]
    public async Task What_is_not_published_is_not_there_and_what_is_deleted_goes_with_the_next_export()
    {
        await PublishAsync(Base);
        Assert.AreEqual(201, await UploadAsync(Lib, publish: 0));
        await using var web = await Loopback.StartAsync(FeedFolder);
        StringAssert.Contains(await ExportAsync(web.Root), "1 package of 1 id,");
        Assert.AreEqual("", await VersionsAsync(web, "Acme.Lib"));

        Assert.AreEqual(200, (await _server.SendAsync("POST", "content/acme/nuget/Acme.Lib/1.0.0/publish", "{}")).Status);
        Assert.AreEqual(200, (await _server.SendAsync("DELETE", "packages/acme/nuget/Acme.Base/versions/1.0.0")).Status);
        StringAssert.Contains(await ExportAsync(web.Root), "1 package of 1 id,");

        Assert.AreEqual("1.0.0", await VersionsAsync(web, "Acme.Lib"));
        Assert.AreEqual("", await VersionsAsync(web, "Acme.Base"));
        Assert.IsEmpty(Directory.GetFiles(FeedFolder, "*base*", SearchOption.AllDirectories));
        StringAssert.Contains(await ExportAsync(web.Root), "0 files written, 0 removed");
    }

    [TestMethod]
    public async Task What_is_said_of_a_version_beside_its_package_is_in_the_files()
    {
        await PublishAsync(Base, Lib);
        const string Attributes = """
            [
              {"name":"nuget.deprecated","values":["Legacy"],"type":"string"},
              {"name":"nuget.listed","values":[false],"type":"boolean"}
            ]
            """;
        Assert.AreEqual(
            200, (await _server.SendAsync("POST", "packages/acme/nuget/Acme.Base/versions/1.0.0/attributes", Attributes)).Status);
        await using var web = await Loopback.StartAsync(FeedFolder);

        await ExportAsync(web.Root);

        using var cache = Loopback.NoCache;
        var metadata = await web.ClientAsync<PackageMetadataResource>();
        var version = (await metadata.GetMetadataAsync("Acme.Base", true, true, cache, NullLogger.Instance, default)).Single();
        Assert.IsFalse(version.IsListed);
        Assert.AreEqual("Legacy", (await version.GetDeprecationMetadataAsync())!.Reasons.Single());
    }

    [TestMethod]
    public async Task Fsck_takes_the_feed_for_what_it_is_and_the_server_shows_it_among_no_files()
    {
        await PublishAsync(Base);
        await ExportAsync("https://example.test/v3/");

        var (code, output, error) = await CommandLine.RunAsync("fsck", "--data", _server.Folder, "--repair");

        Assert.AreEqual(0, code, output + error);
        Assert.IsTrue(File.Exists(Path.Combine(FeedFolder, "index.json")));
        var page = await _server.SendAsync("GET", "dl/acme/nuget/");
        StringAssert.Contains(page.Body, "Acme.Base.1.0.0.nupkg");
        Assert.DoesNotContain("v3", page.Body);
    }

    [TestMethod]
    public async Task A_package_lies_on_the_disk_once_and_is_replaced_with_what_replaces_it()
    {
        await PublishAsync(Base);
        await using var web = await Loopback.StartAsync(FeedFolder);
        await ExportAsync(web.Root);
        var inFeed = Path.Combine(FeedFolder, "flat", "acme.base", "1.0.0", "acme.base.1.0.0.nupkg");
        CollectionAssert.AreEqual(Base.Bytes, await File.ReadAllBytesAsync(inFeed));
        if (OperatingSystem.IsLinux())
        {
            // The content, the plain file, and this.
            Assert.AreEqual("3", await LinksAsync(inFeed));
        }

        var other = Nupkg.Make("Acme.Base", "1.0.0", "<title>Another</title>");
        Assert.AreEqual(201, await UploadAsync(other, publish: 1, "&override=1"));
        CollectionAssert.AreEqual(Base.Bytes, await File.ReadAllBytesAsync(inFeed));
        await ExportAsync(web.Root);

        CollectionAssert.AreEqual(other.Bytes, await File.ReadAllBytesAsync(inFeed));
        using var cache = Loopback.NoCache;
        var metadata = await web.ClientAsync<PackageMetadataResource>();
        var shown = await metadata.GetMetadataAsync("Acme.Base", true, true, cache, NullLogger.Instance, default);
        Assert.AreEqual("Another", shown.Single().Title);
    }

    [TestMethod]
    public async Task Of_a_private_repository_nothing_lies_among_the_plain_files()
    {
        await PublishAsync(Base);
        await ExportAsync("https://example.test/v3/");
        Assert.IsTrue(Directory.Exists(FeedFolder));

        Assert.AreEqual(200, (await _server.SendAsync("PATCH", "repos/acme/nuget", """{"private":true}""")).Status);
        Assert.IsFalse(Directory.Exists(FeedFolder));
        var (code, _, error) = await CommandLine.RunAsync(Arguments("https://example.test/v3/"));

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "'acme/nuget' is private");
        Assert.IsFalse(Directory.Exists(FeedFolder));

        // Into a folder that was named it goes.
        var elsewhere = Path.Combine(_index, "elsewhere");
        var (other, _, complaint) = await CommandLine.RunAsync([.. Arguments("https://example.test/v3/"), "--output", elsewhere]);
        Assert.AreEqual(0, other, complaint);
        Assert.IsTrue(File.Exists(Path.Combine(elsewhere, "index.json")));
    }

    [TestMethod]
    [DataRow("there is no repository 'acme/none'", "acme/none", "https://example.test/")]
    [DataRow("'acme/files' is of type 'generic'", "acme/files", "https://example.test/")]
    [DataRow("--url: 'feed' is no address of the web", "acme/nuget", "feed")]
    [DataRow("repository", "acme", "https://example.test/")]
    public async Task What_cannot_be_exported_is_refused_with_the_reason(string words, string repository, string url)
    {
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/files", "{}")).Status);

        var (code, _, error) = await CommandLine.RunAsync("feed", "export", repository, "--data", _server.Folder, "--url", url, "--index", _index);

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, words);
        Assert.IsFalse(Directory.Exists(FeedFolder));
    }

    [TestMethod]
    public async Task A_data_folder_that_is_not_there_is_not_made()
    {
        var nowhere = Path.Combine(_index, "nowhere");

        var (code, _, error) = await CommandLine.RunAsync(
            "feed", "export", "a/b", "--data", nowhere, "--url", "https://example.test/", "--index", _index);

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "is not there");
        Assert.IsFalse(Directory.Exists(nowhere));
    }

    [TestMethod]
    public async Task What_a_feed_is_written_to_cannot_be_uploaded_and_what_lies_beside_it_can()
    {
        var full = Nupkg.Make(
            "Acme.Full", "1.0.0", "<readme>r.md</readme><icon>i.png</icon>", ("r.md", "read"), ("i.png", "picture"));
        await PublishAsync(Base, full);
        await ExportAsync("https://example.test/v3/");
        var written = Directory.GetFiles(FeedFolder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(FeedFolder, file)).Where(file => file[0] != '.').ToArray();
        Assert.IsTrue(written.Length > 10, string.Join('\n', written));

        foreach (var name in (string[])[.. written, "INDEX.json", "Flat/a/b.nupkg", "flat", "index.json/readme.txt"])
        {
            var (status, reason) = await PutAsync($"v3/{name}");
            Assert.AreEqual(400, status, name);
            StringAssert.Contains(reason, $"'v3/{name}' is where the documents of the NuGet feed are");
        }

        foreach (var free in (string[])["v3/tool.zip", "index.json", "flat/a", "v31/index.json"])
        {
            Assert.AreEqual(201, (await PutAsync(free)).Status, free);
        }

        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/files", """{"type":"generic"}""")).Status);
        await _server.SendAsync("POST", "packages/acme/files", """{"name":"lib"}""");
        Assert.AreEqual(201, (await _server.SendAsync("PUT", "content/acme/files/lib/1/v3/index.json", "text")).Status);

        async Task<(int Status, string Body)> PutAsync(string path)
        {
            var answer = await _server.SendAsync("PUT", $"content/acme/nuget/Acme.Base/1.0.0/{path}", "text");
            return (answer.Status, answer.Body);
        }
    }

    private string FeedFolder => Path.Combine(_server.Folder, "dl", "acme", "nuget", "v3");

    private string[] Arguments(string url) =>
        ["feed", "export", "acme/nuget", "--data", _server.Folder, "--url", url, "--index", Path.Combine(_index, "export")];

    private async Task<string> ExportAsync(string url)
    {
        var (code, output, error) = await CommandLine.RunAsync(Arguments(url));
        Assert.AreEqual(0, code, error);
        return output;
    }

    private async Task PublishAsync(params Nupkg[] packages)
    {
        foreach (var package in packages)
        {
            Assert.AreEqual(201, await UploadAsync(package, publish: 1));
        }
    }

    private async Task<int> UploadAsync(Nupkg package, int publish, string more = "")
    {
        var id = package.Package.Package.Id;
        await _server.SendAsync("POST", "packages/acme/nuget", $$"""{"name":"{{id}}"}""");
        using var content = new ByteArrayContent(package.Bytes);
        using var answer = await _server.Http.PutAsync(
            $"content/acme/nuget/{id}/1.0.0/{package.Package.Path}?publish={publish}{more}", content);
        return (int)answer.StatusCode;
    }

    private static async Task<string> VersionsAsync(Loopback web, string id)
    {
        using var cache = Loopback.NoCache;
        var packages = await web.ClientAsync<FindPackageByIdResource>();
        return string.Join(' ', await packages.GetAllVersionsAsync(id, cache, NullLogger.Instance, default));
    }

    private static async Task<string> LinksAsync(string file) => (await RunAsync(new ProcessStartInfo("stat", ["-c", "%h", file]))).Trim();

    private Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(ServerProgram.Dotnet, arguments) { WorkingDirectory = folder };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_index, "packages");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return RunAsync(start);
    }

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.AreEqual(0, process.ExitCode, await output + await error);
        return await output;
    }
}
