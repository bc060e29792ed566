using BintrayPush.Api.Names;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Tests.Operations;

namespace BintrayPush.Server.Tests.Retention;

/// <summary>Rules of retention in the settings (docs/operating.md).</summary>
[TestClass]
public sealed class RetentionSettingsTests
{
    private const string File = """
        {
          "retention": {
            "acme/nuget": { "keep-last": 10, "older-than": "90d", "prerelease-only": true },
            "acme/deb": { "keep-last": 5, "prerelease-only": false }
          },
          "retention-every": "1d"
        }
        """;

    private static readonly RepositoryRetention[] Rules =
    [
        new(RepositoryAddress.Of("acme", "nuget"), new(10, TimeSpan.FromDays(90), PrereleaseOnly: true)),
        new(RepositoryAddress.Of("acme", "deb"), new(5, null, PrereleaseOnly: false)),
    ];

    [TestMethod]
    public void They_are_an_object_in_the_file_and_a_text_in_an_option_and_in_a_variable()
    {
        using var scene = new SettingsScene();
        scene.Write(File);
        const string Text = " acme/nuget keep-last=10 older-than=90d prerelease-only;acme/deb keep-last=5 ;";

        CollectionAssert.AreEqual(Rules, scene.Read("--data", "d", "--config", scene.File).Settings!.Retention.ToArray());
        CollectionAssert.AreEqual(Rules, scene.Read("--data", "d", "--retention", Text).Settings!.Retention.ToArray());
        scene.Variables["BINTRAY_SERVER_RETENTION"] = Text;
        CollectionAssert.AreEqual(Rules, scene.Read("--data", "d").Settings!.Retention.ToArray());
    }

    [TestMethod]
    public async Task The_check_of_the_settings_shows_them()
    {
        using var scene = new SettingsScene();

        var (code, output, error) = await CommandLine.RunAsync("config", "check", "--data", "d", "--config", scene.Write(File).File);

        Assert.AreEqual(0, code, error);
        StringAssert.Contains(output, "acme/nuget keep-last=10 older-than=90d prerelease-only; acme/deb keep-last=5  ");
        StringAssert.Contains(output, "server.json(2,16)");
    }

    [TestMethod]
    public void All_that_is_wrong_in_them_is_told_with_its_place()
    {
        using var scene = new SettingsScene();
        scene.Write("""
            {
              "retention": {
                "acme": { "keep-last": 1 },
                "acme/a": { "prerelease-only": true },
                "acme/b": { "keep-last": "1", "older-than": 90, "prerelease-only": 1, "keep": 3 },
                "acme/c": { "older-than": "ninety" },
                "acme/d": { "keep-last": -1 },
                "acme/e; acme/f": { "keep-last": 1 }
              }
            }
            """);

        var faults = scene.FaultsOf("--data", "d", "--config", scene.File).Split('\n');

        foreach (var (place, reason) in new[]
        {
            ("3,5", "'acme' is not of the form subject/repository"),
            ("4,5", "'acme/a' has no rule"),
            ("5,30", "'keep-last' has to be a whole number"),
            ("5,49", "'older-than' has to be a whole number with s, m, h or d behind it"),
            ("5,72", "'prerelease-only' has to be true or false"),
            ("5,75", "'keep' is no rule"),
            ("6,5", "'acme/c': 'older-than=ninety' is no rule"),
            ("7,5", "'acme/d': 'keep-last=-1' is no rule"),
            ("8,5", ""),
        })
        {
            Assert.Contains(fault => fault.StartsWith($"server.json({place}): error BTP4106: {reason}", StringComparison.Ordinal), faults, place);
        }

        Assert.HasCount(9, faults);
    }

    [TestMethod]
    [DataRow("acme/a", "'acme/a' has no rule")]
    [DataRow("acme/a keep-last=0", "'acme/a': keep-last=0 would let every version go")]
    [DataRow("acme/a keep-last=1; acme/a keep-last=2", "'acme/a' stands there twice")]
    [DataRow(";", "Valid values: rules such as")]
    public void A_text_that_is_none_is_told(string text, string reason)
    {
        using var scene = new SettingsScene();
        scene.Variables["BINTRAY_SERVER_RETENTION"] = text;

        StringAssert.StartsWith(scene.FaultsOf("--data", "d"), $"BINTRAY_SERVER_RETENTION: error BTP4106: retention is '{text}'. {reason}");
    }

    [TestMethod]
    public void An_interval_without_rules_is_told()
    {
        using var scene = new SettingsScene();

        StringAssert.StartsWith(scene.FaultsOf("--data", "d", "--retention-every", "1d"), "--retention-every: error BTP4106: ");
    }

    [TestMethod]
    public async Task The_command_says_what_would_go_by_them()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var version in new[] { "1.0", "2.0", "3.0" })
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{version}.txt;publish=1", "hello")).Status);
        }

        using var scene = new SettingsScene();
        scene.Write($$"""{ "data": "{{server.Folder}}", "retention": { "acme/tools": { "keep-last": 2 } }, "metrics": "nowhere" }""");

        var all = await CommandLine.RunAsync("retention", "--config", scene.File);
        var one = await CommandLine.RunAsync("retention", "acme/tools", "--config", scene.File);
        var json = await CommandLine.RunAsync("retention", "--config", scene.File, "--json");
        var other = await CommandLine.RunAsync("retention", "acme/other", "--config", scene.File);
        var nowhere = await CommandLine.RunAsync("retention", "--keep-last", "1", "--config", scene.File);

        Assert.AreEqual(0, all.Code, all.Error);
        StringAssert.Contains(all.Output, "lib 1.0: 1 file (5 B)");
        StringAssert.Contains(all.Output, "acme/tools: 1 version with 1 file (5 B) would be deleted, 2 versions stay");
        Assert.AreEqual(all.Output, one.Output);
        StringAssert.StartsWith(json.Output, "[{");
        StringAssert.Contains(other.Error, "Give a rule");
        StringAssert.Contains(nowhere.Error, "Give the repository that these rules are for");
        Assert.AreEqual(200, (await server.SendAsync("GET", "dl/acme/tools/1.0.txt")).Status);
    }
}
