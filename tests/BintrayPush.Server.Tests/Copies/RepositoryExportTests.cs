using System.Text;

namespace BintrayPush.Server.Tests.Copies;

/// <summary>Some repositories that go from one store to another by way of a folder, which may have been in other hands.</summary>
[TestClass]
public sealed class RepositoryExportTests
{
    private readonly string _parent = Directory.CreateTempSubdirectory("bintray-export-").FullName;
    private RunningServer _server = null!;

    public TestContext TestContext { get; set; } = null!;

    private string Export => Path.Combine(_parent, "export");

    private string Import => Path.Combine(_parent, "import");

    [TestInitialize]
    public async Task StartAsync()
    {
        _server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await _server.SendAsync("POST", "repos/acme/other", "{}")).Status);
        Assert.AreEqual(201, (await _server.SendAsync("POST", "packages/acme/other", """{"name":"lib"}""")).Status);
        foreach (var (repository, name, publish) in new[] { ("tools", "a.txt", 1), ("tools", "b.txt", 0), ("other", "c.txt", 1) })
        {
            Assert.AreEqual(
                201, (await _server.SendAsync("PUT", $"content/acme/{repository}/lib/1.0/{name}?publish={publish}", $"bytes of {name}")).Status);
        }
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_parent, recursive: true);
    }

    [TestMethod]
    public async Task A_repository_alone_goes_into_a_folder_and_from_there_into_another_store()
    {
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Export, "--only", "acme/tools")).Code);
        Assert.AreEqual(2, ContentsOf(Export).Count, "The bytes of one repository, and no others.");
        Assert.IsFalse(Directory.Exists(Path.Combine(Export, "user")), "Nobody who reads the export learns of users and keys.");

        ServerUsers.AddAdmin(Import);
        await using var target = await OpenAsync();
        Assert.AreEqual(0, (await CopyAsync(Export, Import, "--verify")).Code);

        CollectionAssert.AreEquivalent(ContentsOf(Export).ToList(), ContentsOf(Import).ToList());
        Assert.AreEqual("bytes of a.txt", (await target.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);
        Assert.AreEqual(401, (await target.Anonymous.SendAsync("GET", "dl/acme/tools/b.txt")).Status, "What waits still waits.");
        Assert.AreEqual(404, (await target.SendAsync("GET", "repos/acme/other")).Status);
    }

    [TestMethod]
    public async Task A_repository_that_was_deleted_goes_from_the_copy_too_and_holds_up_no_other()
    {
        string[] both = ["--only", "acme/tools", "--only", "acme/other"];
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Import, both)).Code);
        ServerUsers.AddAdmin(Import);
        await using var target = await OpenAsync();
        Assert.AreEqual("bytes of a.txt", (await target.Anonymous.SendAsync("GET", "dl/acme/tools/a.txt")).Body);

        Assert.AreEqual(200, (await _server.SendAsync("DELETE", "repos/acme/tools")).Status);
        Assert.AreEqual(200, (await _server.SendAsync("PATCH", "repos/acme/other", """{"private":true}""")).Status);
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Import, both)).Code);

        Assert.AreEqual(404, (await target.SendAsync("GET", "repos/acme/tools")).Status);
        Assert.AreEqual(401, (await target.Anonymous.SendAsync("GET", "dl/acme/other/c.txt")).Status);
    }

    [TestMethod]
    [DataRow("acme/none")]
    [DataRow("acme")]
    [DataRow("acme/../other")]
    public async Task A_name_that_is_none_of_a_repository_here_copies_nothing(string name)
    {
        var (code, output, error) = await CopyAsync(_server.Folder, Export, "--only", "acme/tools", "--only", name);

        Assert.AreEqual(1, code, output);
        StringAssert.Contains(error, "BTP4120");
        Assert.IsEmpty(ContentsOf(Export));
    }

    [TestMethod]
    [DataRow("\"name\":\"tools\"", "\"name\":\"other\"")]
    [DataRow("\"name\":\"tools\"", "\"name\":\"../../tools\"")]
    public async Task A_repository_that_says_another_name_than_its_place_is_left_out(string written, string forged)
    {
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Export, "--only", "acme/tools")).Code);
        Forge(Path.Combine(Export, "repo"), written, forged);

        var (code, output, _) = await CopyAsync(Export, Import);

        Assert.AreEqual(1, code, output);
        StringAssert.Contains(output, "damaged");
        Assert.IsFalse(Directory.Exists(Path.Combine(Import, "dl", "acme")), "Nothing of it is public.");
    }

    [TestMethod]
    public async Task A_file_whose_path_leads_out_of_its_repository_is_left_out_with_its_version()
    {
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Export, "--only", "acme/tools")).Code);
        Forge(Path.Combine(Export, "r"), "\"a.txt\"", "\"../../../../a.txt\"");

        var (code, output, _) = await CopyAsync(Export, Import);

        Assert.AreEqual(1, code, output);
        Assert.IsEmpty(Directory.GetFiles(_parent, "a.txt", SearchOption.AllDirectories).Where(
            file => !file.StartsWith(Export, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Bytes_that_are_not_those_of_their_digest_are_left_out_with_their_version()
    {
        Assert.AreEqual(0, (await CopyAsync(_server.Folder, Export, "--only", "acme/tools")).Code);
        foreach (var content in Directory.GetFiles(Path.Combine(Export, "content"), "*", SearchOption.AllDirectories))
        {
            File.Delete(content);
            await File.WriteAllTextAsync(content, "forged of a.txt", TestContext.CancellationToken);
        }

        var (code, output, _) = await CopyAsync(Export, Import);

        Assert.AreEqual(1, code, output);
        Assert.IsFalse(Directory.Exists(Path.Combine(Import, "dl", "acme", "tools")));
    }

    private static void Forge(string folder, string written, string forged)
    {
        var records = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(written, StringComparison.Ordinal)).ToList();
        Assert.IsNotEmpty(records, $"No record has {written}.");
        foreach (var record in records)
        {
            File.WriteAllText(
                record, File.ReadAllText(record).Replace(written, forged, StringComparison.Ordinal), new UTF8Encoding(false));
        }
    }

    private static SortedSet<string> ContentsOf(string folder) => Directory.Exists(Path.Combine(folder, "content"))
        ? [.. Directory.GetFiles(Path.Combine(folder, "content"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()]
        : [];

    private async Task<(int Code, string Output, string Error)> CopyAsync(string from, string to, params string[] more)
    {
        var said = await CommandLine.RunAsync(["copy", "--from", from, "--to", to, .. more]);
        TestContext.WriteLine($"{said.Output}{said.Error}ends with {said.Code}");
        return said;
    }

    private async Task<RunningServer> OpenAsync() => await RunningServer.StartAsync(
        settings => settings, Import, ServerUsers.Admin, ServerUsers.AddAdmin(Import));
}
