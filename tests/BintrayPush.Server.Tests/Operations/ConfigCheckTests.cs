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
    public async Task Nothing_secret_of_an_address_is_shown_wherever_it_stands()
    {
        using var scene = new SettingsScene();
        scene.Write("""{ "redirect-contents": "https://u:hunter1@cdn.example/x?sig=hunter2" }""");

        var (code, output, error) = await CommandLine.RunAsync(
            "config", "check", "--config", scene.File, "--data", "s3://b/p?endpoint=https://u:hunter3@h&region=eu&sas=hunter4");

        Assert.AreEqual(1, code);
        Assert.DoesNotContain("hunter", output + error);
        StringAssert.Contains(output, "region=eu");
        var flag = await CommandLine.RunAsync("config", "check", "--data", "d", "--public-url", "https://u:hunter5@h/?key=hunter6");
        Assert.DoesNotContain("hunter", flag.Output + flag.Error);
    }

    [TestMethod]
    public async Task What_does_not_fit_together_is_told_with_what_is_wrong_by_itself()
    {
        using var scene = new SettingsScene();
        scene.Write("""{ "data": "d", "max-upload-mb": -5, "cache": "c", "metrics": "nowhere", "sweep-every": "soon" }""");

        var (_, _, error) = await CommandLine.RunAsync("config", "check", "--config", scene.File);

        foreach (var part in (string[])["max-upload-mb is '-5'", "--cache and --redirect-contents are for buckets", "'nowhere'", "'soon'"])
        {
            StringAssert.Contains(error, part);
        }
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
