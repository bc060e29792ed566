using System.Diagnostics;

namespace BintrayPush.Build.Tests;

/// <summary>
/// A push to a bucket, seen from the task: what a program may do that is asked for it, the worst too. In the place of dotnet a script of
/// the test is run.
/// </summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class BucketPushTests : TaskTest
{
    private const string Begun = """echo '{"word":"begun","version":1}'""";
    private const string Ended = """echo '{"word":"ended"}'""";
    private const string Waits = "cat >/dev/null";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestMethod]
    public void Without_the_program_of_the_package_it_is_an_error_that_says_what_to_do()
    {
        var push = Bucket();
        push.Program = Path.Combine(Folder, "gone.dll");

        FailsWith(push, "BTP4086");

        StringAssert.Contains(Engine.Errors[0].Message, "gone.dll");
        StringAssert.Contains(Engine.Errors[0].Message, "restore it anew");
        StringAssert.Contains(File.ReadAllText(push.Receipt!), "\"state\": \"Refused\"");
    }

    [TestMethod]
    public void Without_a_dotnet_it_is_an_error_that_names_the_variable()
    {
        var push = Bucket();
        Variables["DOTNET_HOST_PATH"] = Path.Combine(Folder, "no-dotnet");

        FailsWith(push, "BTP4086");

        StringAssert.Contains(Engine.Errors[0].Message, "DOTNET_HOST_PATH");
    }

    [TestMethod]
    [DataRow("echo 'You must install or update .NET to run this application.' >&2; exit 150", "150: You must install or update .NET")]
    [DataRow("exit 7", "it ended with 7")]
    [DataRow("exec 1>&-; exec 2>&-; " + Waits, "")]
    public void A_program_that_never_begins_cannot_be_run(string script, string words)
    {
        FailsWith(Bucket(script), "BTP4086");

        StringAssert.Contains(Engine.Errors[0].Message, words);
    }

    [TestMethod]
    [DataRow(Begun + "; exit 3", "it ended with 3")]
    [DataRow(Begun + "; echo 'Unhandled exception. Out of memory.' >&2; exit 134", "134: Unhandled exception. Out of memory.")]
    [DataRow(Begun + "; kill -9 $$", "it ended with 137")]
    [DataRow(Begun + """; printf '{"word":"ended"'; exit 0""", "it ended with 0")]
    [DataRow(Begun + "; " + Ended, "it was told to end, and not by this build")]
    public void A_program_that_ends_without_a_result_has_died(string script, string words)
    {
        var push = Bucket(script);

        FailsWith(push, "BTP4087");

        StringAssert.Contains(Engine.Errors[0].Message, words);
        var receipt = File.ReadAllText(push.Receipt!);
        StringAssert.Contains(receipt, "BTP4087");
        StringAssert.Contains(receipt, "\"state\": \"Failed\"", "It was tried, and what became of it is not known.");
        StringAssert.Contains(receipt, "\"outcome\": \"Failed\"");
    }

    [TestMethod]
    [DataRow("echo Welcome", "Welcome")]
    [DataRow(Ended, "ended")]
    [DataRow("""echo '{"word":"begun","version":2}'""", "another version")]
    [DataRow(Begun + "; " + Begun, "begun")]
    [DataRow(Begun + "; echo '##vso[task.setvariable]x'", "# #vso")]
    [DataRow(Begun + """; echo '{"word":"pushed","pushed":{}}'""", "its receipt is not whole")]
    [DataRow(Begun + "; echo", "")]
    public void A_program_that_says_something_else_is_ended_and_not_believed(string script, string words)
    {
        FailsWith(Bucket($"{script}; {Waits}"), "BTP4088");

        StringAssert.Contains(Engine.Errors[0].Message, words);
    }

    [TestMethod]
    public void Its_messages_are_those_of_the_build_and_its_complaints_errors_with_their_codes()
    {
        Succeeds(Bucket(
            $$$"""
            {{{Begun}}}
            echo '{"word":"told","text":"half of it","isDetail":false}'
            echo '{"word":"told","text":"a step","isDetail":true}'
            {{{Receipt(isWhole: true, """{"code":"BTP3002","severity":"warning","text":"look","file":"/a/b.zip","line":3,"column":4}""")}}}
            {{{Ended}}}
            """));
        Assert.Contains("half of it", Engine.HighMessages);
        Assert.DoesNotContain("a step", Engine.HighMessages);
        StringAssert.Contains(Engine.Everything, "a step");
        Assert.AreEqual(("BTP3002", "/a/b.zip", 3, 4, "look"), Engine.Warnings.Select(
            warning => (warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber, warning.Message)).Single());

        Engine = new();
        FailsWith(
            Bucket($$$"""{{{Begun}}}; echo '{"word":"complained","problem":{"code":"BTP4077","severity":"error","text":"no"}}'; {{{Ended}}}"""),
            "BTP4077");
    }

    [TestMethod]
    public void What_comes_back_is_on_the_items_and_in_the_receipt()
    {
        var push = Bucket($"{Begun}; {Receipt(isWhole: true)}; {Ended}");

        Succeeds(push);

        var item = push.PushedArtifacts.Single();
        Assert.AreEqual(Path.Combine(Folder, "a.zip"), item.ItemSpec);
        Assert.AreEqual("mine", item.GetMetadata("Kept"), "What the item had stays.");
        Assert.AreEqual("acme/tools", item.GetMetadata("BintrayRepo"));
        Assert.AreEqual("Uploaded", item.GetMetadata("Outcome"));
        Assert.AreEqual(new string('a', 64), item.GetMetadata("Sha256"));
        StringAssert.Contains(File.ReadAllText(push.Receipt!), "\"destination\": \"s3://bucket/prefix?region=eu-1\"");
        Assert.AreEqual("Acme -> s3://bucket/prefix: 1 uploaded, 7 B, 1.0 s", Engine.HighMessages[^1]);
    }

    [TestMethod]
    public void What_others_have_ended_is_no_success()
    {
        var push = Bucket($"{Begun}; {Receipt(isWhole: false)}; {Ended}");

        FailsWith(push, "BTP4087");

        Assert.HasCount(1, push.PushedArtifacts);
    }

    [TestMethod]
    public async Task Cancelled_it_is_told_to_end_and_what_it_says_then_is_kept()
    {
        var push = Bucket(
            $$$"""
            {{{Begun}}}
            echo '{"word":"told","text":"at work","isDetail":false}'
            head -n 1 >/dev/null
            {{{Waits}}}
            {{{Receipt(isWhole: false)}}}
            {{{Ended}}}
            """);

        Assert.IsFalse(await CancelAtWorkAsync(push));

        Assert.IsEmpty(Engine.Errors, Engine.Everything);
        StringAssert.Contains(File.ReadAllText(push.Receipt!), "\"state\": \"Cancelled\"");
        Assert.HasCount(1, push.PushedArtifacts);
    }

    [TestMethod]
    public async Task Cancelled_it_is_killed_if_it_does_not_end()
    {
        var push = Bucket(
            $$$"""
            trap '' INT TERM
            echo $$ >pid
            {{{Begun}}}
            echo '{"word":"told","text":"at work","isDetail":false}'
            while :; do sleep 0.1; done
            """);
        push.Grace = TimeSpan.FromMilliseconds(50);

        Assert.IsFalse(await CancelAtWorkAsync(push));

        Assert.AreEqual("BTP4089", Engine.Warnings.Single().Code);
        Assert.IsEmpty(Engine.Errors, Engine.Everything);
        var number = int.Parse(File.ReadAllText(Path.Combine(Folder, "pid")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsFalse(Process.GetProcesses().Any(process => process.Id == number), "It is gone.");
    }

    [TestMethod]
    public void An_address_with_a_key_is_refused_and_not_shown_and_no_program_is_started()
    {
        var push = Bucket("echo started >started");
        push.Url = "s3://joe:hunter2@bucket/prefix";

        FailsWith(push, "BTP4090");

        Assert.DoesNotContain("hunter2", Engine.Everything);
        Assert.IsFalse(File.Exists(Path.Combine(Folder, "started")));
    }

    [TestMethod]
    public void What_stands_behind_the_bucket_is_not_shown_before_it_was_read()
    {
        var push = Bucket("exit 1");
        (push.Url, push.Configuration) = ("s3://bucket/prefix?secret=hunter2", "Debug");

        FailsWith(push, "BTP4086");

        StringAssert.Contains(Engine.Warnings.Single(warning => warning.Code == "BTP1014").Message, "pushed to s3://bucket/prefix. Push a release build");
        Assert.DoesNotContain("hunter2", Engine.Everything);
    }

    [TestMethod]
    public void A_static_feed_is_refused_as_on_a_command_line()
    {
        var push = Bucket("exit 1");
        push.StaticFeed = "true";

        FailsWith(push, "BTP1135");
    }

    [TestMethod]
    public void The_order_stands_on_the_input_alone_and_is_one_line()
    {
        var push = Bucket($"echo \"$@\" >arguments; {Begun}; head -n 1 >order; {Receipt(isWhole: true)}; {Ended}");
        Variables["BINTRAY_API_KEY"] = "hunter2";

        Succeeds(push);

        Assert.AreEqual($"exec {push.Program} jobs attend", File.ReadAllText(Path.Combine(Folder, "arguments")).Trim());
        var order = File.ReadAllText(Path.Combine(Folder, "order"));
        StringAssert.Contains(order, "\"place\":\"s3://bucket/prefix?region=eu-1\"");
        StringAssert.Contains(order, "\"journalFile\":");
        Assert.DoesNotContain("hunter2", order);
    }

    /// <summary>A receipt as the program says it, of one file.</summary>
    private static string Receipt(bool isWhole, string problem = "") => $$$$"""
        echo '{"word":"pushed","pushed":{"place":"s3://bucket/prefix","cancelled":{{{{(isWhole ? "false" : "true")}}}},"artifacts":[0],"receipt":{"schemaVersion":1,
        "destination":"s3://bucket/prefix?region=eu-1","started":"2026-02-03T10:30:00.000Z","durationMilliseconds":1000,"complete":{{{{(isWhole ? "true" : "false")}}}},
        "state":"Done","files":[{"source":"a.zip","outcome":"Uploaded","published":true,"repo":"acme/tools","package":"acme","version":"1.0.0",
        "path":"a.zip","size":7,"sha256":"{{{{new string('a', 64)}}}}"}],"problems":[{{{{problem}}}}]}}}'
        """.Replace("\n", "", StringComparison.Ordinal);

    private PushToBintray Bucket(string script = "exit 0")
    {
        var dotnet = Write("dotnet", $"#!/bin/sh\ncd '{Folder}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Variables["DOTNET_HOST_PATH"] = dotnet;
        var push = Push(Item(Write("a.zip"), ("Kept", "mine")));
        (push.Url, push.Repo, push.ReceiptFile) = ("s3://bucket/prefix?region=eu-1", "acme/tools", "receipt.json");
        push.Program = Write("bintray.dll", "");
        return push;
    }

    private async Task<bool> CancelAtWorkAsync(PushToBintray push)
    {
        var isAtWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Engine = new()
        {
            Hears = text =>
            {
                if (text == "at work")
                {
                    isAtWork.TrySetResult();
                }
            },
        };
        push.BuildEngine = Engine;
        var pushed = Task.Run(push.Execute);
        await isAtWork.Task.WaitAsync(Patience);
        push.Cancel();
        return await pushed.WaitAsync(Patience);
    }
}
