using System.Text.Json;
using BintrayPush.Api.Tests;

namespace BintrayPush.Build.Tests;

/// <summary>Names of files and words of services are no commands to the build server that reads the log, at whatever verbosity.</summary>
[TestClass]
public sealed class HarmlessLogTests : TaskTest
{
    private const string Command = "##vso[task.setvariable variable=x]y";

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_file_name_with_a_line_break_and_a_command_is_shown_on_one_line_and_stays_exact_in_the_receipt()
    {
        var file = Write($"a\n{Command}", "1");
        var push = Push(Item(file, ("BintrayPath", "a.txt")));
        push.ReceiptFile = Path.Combine(Folder, "receipt.json");

        Succeeds(push);

        IsHarmless();
        Assert.IsTrue(Engine.HighMessages.Any(line => line.Contains("a?# #vso[task", StringComparison.Ordinal)), Engine.Everything);
        Assert.AreEqual(file, push.PushedArtifacts.Single().ItemSpec);
        using var receipt = JsonDocument.Parse(File.ReadAllBytes(push.ReceiptFile));
        Assert.AreEqual(file, receipt.RootElement.GetProperty("files")[0].GetProperty("source").GetString());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void No_task_complains_with_a_command()
    {
        var missing = Path.Combine(Folder, $"none\n{Command}");
        FailsWith(Push(Item(missing, ("BintrayPath", "a"))), "BTP1004");
        Assert.IsFalse(Push(Item(Write($"b\n{Command}"))).Execute());
        Assert.IsFalse(Collect(Item(missing + ".nupkg")).Execute());
        Assert.IsFalse(
            new VerifyBintrayPush { BuildEngine = Engine, ProjectDirectory = Folder, ReceiptFile = missing, EnvironmentVariable = _ => null }.Execute());
        var push = Push(Item(Write("a.txt")));
        push.Mode = $"x\n{Command}";
        push.Descriptor = missing;
        push.MaxFiles = $"\u001b[2J{Command}";
        Assert.IsFalse(push.Execute());

        IsHarmless();
    }

    [TestMethod]
    public void What_a_service_says_is_no_command()
    {
        var words = JsonSerializer.Serialize($"no\u001b[2J\r\n{Command}\r\n::error::x");
        using var server = new ScriptedServer(request => request.Line.StartsWith("PUT", StringComparison.Ordinal)
            ? ScriptedServer.Json(201, $"{{\"message\":\"success\",\"warn\":{words}}}")
            : request.Line.Contains("/files", StringComparison.Ordinal) ? ScriptedServer.Json(200, "[]")
            : ScriptedServer.Json(200, "{}"));
        using var refusing = new ScriptedServer(_ => ScriptedServer.Json(500, $"{{\"message\":{words}}}"));
        foreach (var url in new[] { server.Url, refusing.Url })
        {
            var push = Push(Item(Write("a.zip")));
            push.Url = url;
            push.Repo = "acme/bin";
            push.Configuration = "Release";
            push.RetryCount = "0";
            Assert.IsFalse(push.Execute());
        }

        IsHarmless();
        StringAssert.Contains(Engine.Everything, "the service says: no?[2J??# #vso[task");
        StringAssert.Contains(Engine.Everything, ": no?[2J??# #vso[task");
    }

    [TestMethod]
    public void An_exception_that_nobody_foresaw_is_no_command()
    {
        var push = Push(Item(Write("a.txt")));
        push.EnvironmentVariable = _ => throw new InvalidTimeZoneException($"x\n{Command}\u001b[2J");

        FailsWith(push, "BTP1000");

        IsHarmless();
        StringAssert.Contains(Engine.Everything, "   at BintrayPush.");
    }

    private void IsHarmless()
    {
        foreach (var line in Engine.Lines)
        {
            Assert.DoesNotContain("##vso", line);
            Assert.IsFalse(line.Any(char.IsControl), line);
        }
    }
}
