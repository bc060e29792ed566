using System.Text;
using System.Text.Json;
using BintrayPush.Formats.NuGet;
using BintrayPush.Packages;
using BintrayPush.Packages.Tests;
using BintrayPush.Server.Tests.Feeds;

namespace BintrayPush.Server.Tests.FeedPushes;

/// <summary>What a feed refuses of what is pushed to it, and what the answer says.</summary>
[TestClass]
public sealed class PackageChecksTests
{
    private const string Symbols = """<packageTypes><packageType name="SymbolsPackage" /></packageTypes>""";

    private static readonly string Assembly = typeof(NuGetPackageReader).Assembly.Location;
    private static readonly string Other = typeof(PackageChecksTests).Assembly.Location;

    private RunningServer _server = null!;
    private string _index = null!;

    public TestContext TestContext { get; set; } = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _index = Directory.CreateTempSubdirectory("bintray-index-").FullName;
        _server = await RunningServer.StartAsync(settings => settings with { Index = _index });
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/nuget", """{"type":"nuget"}""")).Status);
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_index, recursive: true);
    }

    [TestMethod]
    public async Task Five_hundred_broken_packages_are_refused_and_nothing_of_them_is_stored()
    {
        // The first push is one that succeeds: what a server makes once is there.
        Assert.AreEqual(201, (await PushAsync("package", TestPackages.Package())).Status);
        var before = FilesOfData();
        var wrong = new List<string>();
        var count = 0;
        foreach (var (what, bytes) in MalformedPackages.All())
        {
            count++;
            foreach (var kind in (string[])["package", "symbolpackage"])
            {
                var (status, message) = await PushAsync(kind, bytes);
                if (status != 400 || !message.StartsWith("the package is refused: ", StringComparison.Ordinal))
                {
                    wrong.Add($"{what} as {kind}: {status} {message}");
                }
            }
        }

        Assert.AreEqual("", string.Join(Environment.NewLine, wrong));
        Assert.IsGreaterThanOrEqualTo(500, count);
        CollectionAssert.AreEquivalent(before, FilesOfData(), "Nothing was stored.");
    }

    [TestMethod]
    public async Task Damage_in_an_entry_that_nobody_reads_is_refused_too()
    {
        var (status, message) = await PushAsync("package", TestPackages.Package("", new RawEntry("lib/a.dll", "a") { Crc = 1 }));

        Assert.AreEqual((400, "the package is refused: its entry 'lib/a.dll' is damaged"), (status, message));
    }

    [TestMethod]
    public async Task Other_bytes_of_a_version_that_is_there_are_refused_with_the_entries_that_differ()
    {
        var package = TestPackages.Package("", new RawEntry("lib/a.dll", "a"), new RawEntry("package/1.psmdcp", "x"));
        Assert.AreEqual(201, (await PushAsync("package", package)).Status);

        var same = await PushAsync("package", package);
        var other = await PushAsync(
            "package", TestPackages.Package("", new RawEntry("lib/a.dll", "b"), new RawEntry("package/2.psmdcp", "x")));

        Assert.AreEqual(200, same.Status, same.Message);
        Assert.AreEqual(409, other.Status);
        Assert.AreEqual(
            "'Acme.Tool.1.2.3.nupkg' is here already, with other bytes: lib/a.dll (changed), "
            + "package/2.psmdcp (added, other each time it is packed), package/1.psmdcp (removed, other each time it is packed)",
            other.Message);
    }

    [TestMethod]
    public async Task Of_other_bytes_that_are_pushed_at_once_one_wins_and_the_others_hear_what_differs()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            number => PushAsync("package", TestPackages.Package("", new RawEntry("lib/a.dll", $"{number}")))));

        var shown = string.Join(Environment.NewLine, answers);
        Assert.AreEqual(1, answers.Count(answer => answer.Status == 201), shown);
        Assert.AreEqual(
            11,
            answers.Count(answer => answer.Status == 409
                && answer.Message.EndsWith(", with other bytes: lib/a.dll (changed)", StringComparison.Ordinal)),
            shown);
    }

    [TestMethod]
    public async Task Symbols_that_many_push_at_once_are_a_success_for_all_of_them()
    {
        var (dll, pdb) = (File.ReadAllBytes(Assembly), File.ReadAllBytes(Path.ChangeExtension(Assembly, ".pdb")));
        Assert.AreEqual(201, (await PushAsync("package", TestPackages.Package("", new RawEntry("lib/a.dll", dll)))).Status);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PushAsync("symbolpackage", SymbolsOf(pdb))));

        Assert.IsTrue(answers.All(answer => answer.Status is 200 or 201), string.Join(Environment.NewLine, answers));
    }

    [TestMethod]
    public async Task What_is_in_the_place_of_symbols_and_is_none_is_told_from_what_is_pushed()
    {
        var (dll, pdb) = (File.ReadAllBytes(Assembly), File.ReadAllBytes(Path.ChangeExtension(Assembly, ".pdb")));
        Assert.AreEqual(201, (await PushAsync("package", TestPackages.Package("", new RawEntry("lib/a.dll", dll)))).Status);
        await FeedScene.PublishInFolderAsync(
            _server.Folder, "Acme.Tool", "1.2.3", "Acme.Tool.1.2.3.snupkg", Encoding.UTF8.GetBytes("no symbols"));

        var (status, message) = await PushAsync("symbolpackage", SymbolsOf(pdb));

        Assert.AreEqual(409, status);
        StringAssert.Contains(message, "what is here is no sound package", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Symbols_are_taken_if_they_are_of_the_build_that_is_here_and_served_by_their_key()
    {
        var pdb = await File.ReadAllBytesAsync(Path.ChangeExtension(Assembly, ".pdb"), TestContext.CancellationToken);
        var package = TestPackages.Package("", new RawEntry("lib/a.dll", await File.ReadAllBytesAsync(Assembly, TestContext.CancellationToken)));
        var early = await PushAsync("symbolpackage", SymbolsOf(pdb));
        Assert.AreEqual(404, early.Status, early.Message);
        Assert.AreEqual(201, (await PushAsync("package", package)).Status);

        var strange = await PushAsync("symbolpackage", SymbolsOf(File.ReadAllBytes(Path.ChangeExtension(Other, ".pdb"))));
        var own = await PushAsync("symbolpackage", SymbolsOf(pdb));

        Assert.AreEqual(400, strange.Status);
        StringAssert.Contains(strange.Message, "'lib/a.pdb' belongs to no assembly of the package", StringComparison.Ordinal);
        Assert.AreEqual(201, own.Status, own.Message);
        var id = (await new SymbolPackageReader(new PackageLimits()).ReadAsync(
            new MemoryStream(SymbolsOf(pdb)), TestContext.CancellationToken)).Pdbs.Single();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(_server.Url, $"nuget/acme/nuget/v3/symbols/A.pdb/{id.Signature.ToUpperInvariant()}/a.PDB"));
        request.Headers.Add("SymbolChecksum", $"SHA256:{id.Checksum}");
        using var answer = await _server.Http.SendAsync(request, TestContext.CancellationToken);
        CollectionAssert.AreEqual(pdb, await answer.Content.ReadAsByteArrayAsync(TestContext.CancellationToken));
    }

    private static byte[] SymbolsOf(byte[] pdb) => TestPackages.Package(Symbols, new RawEntry("lib/a.pdb", pdb));

    private async Task<(int Status, string Message)> PushAsync(string kind, byte[] package)
    {
        using var content = new ByteArrayContent(package);
        using var answer = await _server.Http.PutAsync(
            new Uri(_server.Url, $"nuget/acme/nuget/v3/{kind}"), content, TestContext.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.CancellationToken);
        using var json = JsonDocument.Parse(body);
        return ((int)answer.StatusCode, json.RootElement.GetProperty("message").GetString()!);
    }

    private string[] FilesOfData() => [.. Directory.GetFiles(_server.Folder, "*", SearchOption.AllDirectories)];
}
