namespace BintrayPush.Server.Tests.Operations;

/// <summary>The commands beside the server find the data where the server does.</summary>
[TestClass]
public sealed class StoreSettingsTests
{
    [TestMethod]
    public async Task Every_command_takes_the_data_from_the_file_of_settings()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var scene = new SettingsScene();
        scene.Write($$"""
            { "data": "{{server.Folder}}", "installation-key": "{{scene.File}}.key", "index": "{{scene.File}}.index", "public-url": "https://p.example" }
            """);
        foreach (var command in new[]
        {
            "user add ann --role acme=read", "user list", "user role ann acme=publish", "user rotate ann", "user key add ann build",
            "user key list ann", "user key remove ann build", "user remove ann", "policy list", "key generate acme", "key list", "fsck",
            "sweep", $"backup {scene.File}.backup", $"copy --to {scene.File}.copy",
        })
        {
            var (code, output, error) = await CommandLine.RunAsync([.. command.Split(' '), "--config", scene.File]);
            Assert.AreEqual(0, code, $"{command}\n{output}\n{error}");
        }

        Assert.IsTrue(File.Exists($"{scene.File}.key"), "The key of the installation lies elsewhere.");
        Assert.IsTrue(Directory.Exists(Path.Combine($"{scene.File}.copy", "repo")));
    }

    [TestMethod]
    [DataRow("user list")]
    [DataRow("fsck")]
    [DataRow("key list")]
    [DataRow("copy --to elsewhere")]
    public async Task Where_nothing_says_where_the_data_are_that_is_told_and_so_is_what_is_wrong(string command)
    {
        using var scene = new SettingsScene();
        scene.Write("""{ "dat": "d" }""");

        var (code, _, error) = await CommandLine.RunAsync([.. command.Split(' '), "--config", scene.File]);

        Assert.AreEqual(1, code);
        StringAssert.Contains(error, "server.json(1,3): error BTP4106: 'dat' is no setting");
        StringAssert.Contains(error, "Give --data, or BINTRAY_SERVER_DATA, or \"data\" in the file of --config");
    }

    [TestMethod]
    public async Task An_option_goes_before_the_file()
    {
        await using var server = await RunningServer.StartAsync();
        using var scene = new SettingsScene();

        var (code, output, error) = await CommandLine.RunAsync(
            "user", "list", "--data", server.Folder, "--config", scene.Write("""{ "data": "elsewhere" }""").File);

        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "acme=admin");
    }
}
