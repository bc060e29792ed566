using System.Text.RegularExpressions;

namespace BintrayPush.Server.Tests.Operations;

/// <summary><c>bintray-server config check</c>.</summary>
[TestClass]
public sealed class ConfigCheckTests
{
    [TestMethod]
    public async Task It_prints_what_counts_and_where_it_comes_from_and_hides_secrets()
    {
        using var scene = new SettingsScene();
        scene.Write("""
            {
              "sweep-every": "12h",
              "Kestrel": { "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificate": { "Path": "a.pfx", "Password": "hunter2" } } } }
            }
            """);

        var (code, output, error) = await CommandLine.RunAsync("config", "check", "--config", scene.File, "--data", "d", "--read-only");

        Assert.AreEqual("", error);
        Assert.AreEqual(0, code);
        var lines = Regex.Replace(output, " {2,}", " | ").Replace(scene.File, "server.json", StringComparison.Ordinal).Split('\n');
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "data | d | --data",
                "read-only | true | --read-only",
                "sweep-every | 12h | server.json(2,18)",
                "max-upload-mb | 0 | default",
                "cache | (none) | default",
                "Kestrel:Endpoints:Https:Url | https://127.0.0.1:0 | server.json(3,49)",
                "Kestrel:Endpoints:Https:Certificate:Password | (hidden) | server.json(3,118)",
            },
            lines.Select(line => line.TrimEnd()).ToArray());
        Assert.DoesNotContain("hunter2", output);
    }

    [TestMethod]
    public async Task It_ends_with_1_and_all_that_is_wrong()
    {
        using var scene = new SettingsScene();

        var (code, output, error) = await CommandLine.RunAsync("config", "check", "--config", scene.Write("""{ "a": 1, "b": 2 }""").File);

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "max-upload-mb");
        Assert.HasCount(4, error.Split('\n'));
        StringAssert.Contains(error, "'b' is no setting");
    }

    [TestMethod]
    public async Task The_server_does_not_start_with_settings_that_are_wrong()
    {
        using var scene = new SettingsScene();

        var (code, output, error) = await CommandLine.RunAsync("--config", scene.Write("""{ "data": 1 }""").File);

        Assert.AreEqual(1, code);
        Assert.AreEqual("", output);
        StringAssert.Contains(error, "(1,11): error BTP4106: 'data' has to be a text that is not empty");
    }
}
