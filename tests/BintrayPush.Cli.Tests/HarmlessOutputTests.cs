using System.Text.Json;
using System.Text.Json.Nodes;
using BintrayPush.Api.Tests;

namespace BintrayPush.Cli.Tests;

/// <summary>
/// Names of files and words of services move no cursor and are no commands to a build server, on whichever stream they are shown.
/// </summary>
[TestClass]
public sealed class HarmlessOutputTests : CommandTest
{
    private const string Command = "##vso[task.setvariable variable=x]y";

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_file_name_is_no_command()
    {
        Write($"bad\n{Command}", "1");
        Write($"good {Command}", "2");

        IsHarmless(Push($"bad\n{Command}").Fails("BTP1003"));
        IsHarmless(Push($"good {Command}").Succeeds());
        IsHarmless(Run("show", "local/nuget/acme/1.0.0").Succeeds());
        IsHarmless(Push($"none\u001b[2J\n{Command}").Fails("BTP1003"));
        IsHarmless(Run("verify", $"none\n{Command}").Fails("BTP1028"));
        IsHarmless(Run("show", $"a/b/c/d/\u001b{Command}").IsWrongUsage("BTP1043"));
        IsHarmless(Run("login", "--url", "http://127.0.0.1:1", "--user", $"a\n{Command}"));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_file_name_is_no_command_in_json_either_and_stays_exact()
    {
        var name = $"good #{Command}";
        Write(name, "2");

        var said = IsHarmless(Push(name, "--json", "--receipt", "receipt.json").Succeeds());

        foreach (var json in new[] { said.Output, File.ReadAllText(At("receipt.json")) })
        {
            using var receipt = JsonDocument.Parse(json);
            Assert.AreEqual(name, receipt.RootElement.GetProperty("files")[0].GetProperty("path").GetString());
        }
    }

    [TestMethod]
    public void What_a_service_says_is_no_command()
    {
        var message = JsonValue.Create($"no\u001b[2J\r\n{Command}\u0008\u202e").ToJsonString();
        using var server = new ScriptedServer(_ => ScriptedServer.Json(403, $"{{\"message\":{message}}}"));
        Write("one.txt", "1");

        var said = IsHarmless(
            Run("push", "--url", server.Url, "--repo", "acme/tools", "--package", "a", "--version", "1", "one.txt", "--retries", "0")
                .Fails("BTP4039"));
        StringAssert.Contains(said.Error, "no?[2J??# #vso[task");
        IsHarmless(Run("show", "acme/tools", "--url", server.Url).Fails("BTP4039"));
        Input = "key";
        IsHarmless(Run("login", "--url", server.Url, "--user", "joe"));
    }

    private static Said IsHarmless(Said said)
    {
        foreach (var text in new[] { said.Output, said.Error })
        {
            Assert.DoesNotContain("##vso", text);
            Assert.IsFalse(text.Any(character => char.IsControl(character) && character is not ('\r' or '\n')), text);
            Assert.IsFalse(text.Split('\n').Any(line => line.TrimStart().StartsWith("vso", StringComparison.Ordinal)), text);
        }

        return said;
    }
}
