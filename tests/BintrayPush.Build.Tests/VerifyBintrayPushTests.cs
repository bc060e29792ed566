using BintrayPush.Api.Tests;

namespace BintrayPush.Build.Tests;

/// <summary>The task that reads back what a push made public.</summary>
[TestClass]
public sealed class VerifyBintrayPushTests : TaskTest
{
    [TestMethod]
    public void What_is_as_it_was_pushed_is_counted()
    {
        Pushed("a.txt", "b.txt");

        Succeeds(Verify());

        Assert.HasCount(3, Engine.HighMessages);
        Assert.AreEqual("  Intact    a.txt (7 B)", Engine.HighMessages[0]);
        StringAssert.Matches(Engine.HighMessages[2], new(@"^Acme -> .*/dl/local/nuget: verified 2 files, 14 B, \d+\.\d s$"));
    }

    [TestMethod]
    public void What_is_gone_or_changed_is_an_error_for_each_file()
    {
        Pushed("a.txt", "b.txt", "c.txt");
        File.Delete(Published("a.txt"));
        File.Delete(Published("b.txt"));
        File.WriteAllText(Published("b.txt"), "other");

        FailsWith(Verify(), "BTP3008", "BTP3009");
        StringAssert.Contains(Engine.HighMessages[^1], ": verified 1 file, 1 different, 1 missing, ");
    }

    [TestMethod]
    public void All_that_is_wrong_with_the_settings_is_said_at_once()
    {
        var task = Verify();
        (task.RetryCount, task.AllowInsecureConnections, task.Url) = ("-1", "maybe", "https://joe:key@host/");

        FailsWith(task, "BTP1007", "BTP1007", "BTP1008", "BTP1028");
        Assert.DoesNotContain("joe:key", Engine.Everything);
    }

    [TestMethod]
    public void A_receipt_of_another_place_verifies_nothing()
    {
        Pushed("a.txt");
        var task = Verify();
        task.Url = "other";

        FailsWith(task, "BTP1030");
        StringAssert.Contains(Engine.Everything, Path.Combine(Folder, "other"));
        StringAssert.Contains(Engine.Everything, Path.Combine(Folder, "home", "repository"));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "other")));
    }

    [TestMethod]
    public void A_service_that_gives_no_answer_is_an_error_and_not_a_missing_file()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(503, """{"message":"not today"}"""));
        Write("receipt.json", $$"""
            { "destination": "{{server.Url}}/", "complete": true, "files": [{ "source": "a", "outcome": "Uploaded", "published": true,
              "repo": "acme/bin", "path": "a.txt", "size": 1, "sha1": "{{new string('0', 40)}}", "sha256": "{{new string('0', 64)}}" }] }
            """);
        var task = Verify();
        (task.Url, task.RetryCount) = (server.Url, "0");

        FailsWith(task, "BTP4043");
        StringAssert.Contains(Engine.Everything, "acme/bin/a.txt could not be read back");
    }

    private VerifyBintrayPush Verify() => new()
    {
        BuildEngine = Engine,
        ProjectDirectory = Folder,
        ProjectName = "Acme",
        ReceiptFile = "receipt.json",
        EnvironmentVariable = name => Variables.GetValueOrDefault(name),
    };

    private void Pushed(params string[] files)
    {
        var push = Push([.. files.Select(file => Item(Write(file)))]);
        push.ReceiptFile = "receipt.json";
        Succeeds(push);
        Engine = new RecordingEngine();
    }
}
