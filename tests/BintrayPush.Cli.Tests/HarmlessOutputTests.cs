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
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow("GITHUB_ACTIONS", "::error ")]
    [DataRow("TF_BUILD", "##vso[task.logissue type=error;")]
    [DataRow("TEAMCITY_VERSION", "##teamcity[buildProblem ")]
    public void Where_a_build_server_takes_commands_each_problem_is_one_and_nothing_else_is(string server, string begin)
    {
        Variables[server] = "true";
        var name = $"bad' | ;]\n{Command}\n::error::x\n##teamcity[buildStop]";
        Write(name, "1");

        var said = Push(name, "--url", "embedded").Fails("BTP1003");
        var lines = $"{said.Output}\n{said.Error}".Split('\n');
        Assert.AreEqual(1, lines.Count(line => line.StartsWith(begin, StringComparison.Ordinal)), said.Error);
        foreach (var line in lines.Where(line => !line.StartsWith(begin, StringComparison.Ordinal)))
        {
            // What a push keeps for later steps are numbers and its state.
            Assert.IsTrue(
                !line.TrimStart().StartsWith("::", StringComparison.Ordinal)
                    && (!line.Contains("##", StringComparison.Ordinal) || IsKept(line)),
                line);
        }

        StringAssert.Contains(said.Error, "error BTP1003: ");
        var json = Push(name, "--url", "embedded", "--json").Fails("BTP1003");
        JsonDocument.Parse(json.Output).Dispose();
        Assert.DoesNotContain("##", json.Output + json.Error.Replace("# #", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Later_steps_get_the_end_of_a_push_and_azure_its_page()
    {
        Variables["TF_BUILD"] = "True";
        Variables["AGENT_TEMPDIRECTORY"] = At("agent");
        Write("a.txt");

        var output = Push("a.txt", "--url", "embedded").Succeeds().Output;

        StringAssert.Contains(output, "##vso[task.setvariable variable=bintray.state;isOutput=true]Done");
        StringAssert.Contains(output, "##vso[task.setvariable variable=bintray.published;isOutput=true]1");
        var page = output.Split('\n').Single(line => line.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal)).Trim()[25..];
        StringAssert.EndsWith(page, "Pushed acme.md");
        StringAssert.StartsWith(page, At("agent"));
        StringAssert.Contains(File.ReadAllText(page), "| Uploaded | a.txt |");

        Variables.Remove("TF_BUILD");
        Variables["TEAMCITY_VERSION"] = "2026.1";
        output = Push("a.txt", "--url", "embedded").Succeeds().Output;
        StringAssert.Contains(output, "##teamcity[setParameter name='bintray.state' value='Done']");
    }

    private static bool IsKept(string line) =>
        line.StartsWith("##vso[task.setvariable variable=bintray.", StringComparison.Ordinal)
        || line.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal)
        || line.StartsWith("##teamcity[setParameter name='bintray.", StringComparison.Ordinal);

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
