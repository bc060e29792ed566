using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BintrayPush.Messages;

namespace BintrayPush.Cli.Tests;

[TestClass]
public sealed class PushTests : CommandTest
{
    private string Published(string path) => At(["home", "repository", "dl", "local", "nuget", .. path.Split('/')]);

    [TestMethod]
    public void Files_and_folders_arrive_under_their_names_and_the_closing_line_is_that_of_the_build()
    {
        Write("one.txt", "1");
        Write("more/deep/two.txt", "22");

        var said = Push("one.txt", "more", "--path", "files/").Succeeds();

        Assert.AreEqual("1", File.ReadAllText(Published("files/one.txt")));
        Assert.AreEqual("22", File.ReadAllText(Published("files/deep/two.txt")));
        StringAssert.StartsWith(said.Output, "  Uploaded  one.txt (1 B): ");
        StringAssert.Matches(said.Output, new(@"\nacme -> .*local.nuget: 2 uploaded, 3 B, \d+\.\d s\r?\n$"));
        Assert.AreEqual("", said.Error);
    }

    [TestMethod]
    public void Json_is_the_receipt_and_nothing_else_and_the_file_is_the_same()
    {
        Write("one.txt", "1");

        var said = Push("one.txt", "--property", "arch=x64", "--publish", "false", "--receipt", "kept/receipt.json", "--json").Succeeds();

        using var receipt = JsonDocument.Parse(said.Output);
        Assert.IsTrue(receipt.RootElement.GetProperty("complete").GetBoolean());
        var file = receipt.RootElement.GetProperty("files")[0];
        Assert.AreEqual("Uploaded", file.GetProperty("outcome").GetString());
        Assert.IsFalse(file.GetProperty("published").GetBoolean());
        Assert.AreEqual(said.Output.Trim(), File.ReadAllText(At("kept", "receipt.json")).Trim());
        Assert.IsFalse(File.Exists(Published("one.txt")));
    }

    [TestMethod]
    public void What_waits_is_published_or_discarded_by_its_version()
    {
        Write("one.txt", "1");
        Push("one.txt", "--publish", "false").Succeeds();

        StringAssert.Contains(Run("publish", "local/nuget/acme/1.0.0").Succeeds().Output, "1 file published in local/nuget/acme/1.0.0");
        Assert.IsTrue(File.Exists(Published("one.txt")));

        Write("two.txt", "2");
        Push("two.txt", "--publish", "false").Succeeds();
        Assert.AreEqual(
            1,
            JsonDocument.Parse(
                Run("discard", "local/nuget/acme/1.0.0", "--json").Succeeds().Output).RootElement.GetProperty("files").GetInt32());
        Assert.AreEqual("0 files discarded from local/nuget/acme/1.0.0", Run("discard", "local/nuget/acme/1.0.0").Succeeds().Output.Trim());
        Run("publish", "local/nuget/acme/2.0.0").Fails("BTP1046");
    }

    [TestMethod]
    public void A_plan_changes_nothing_and_ends_as_the_push_would()
    {
        Write("one.txt", "1");

        StringAssert.Contains(
            Run("plan", "--package", "acme", "--version", "1.0.0", "one.txt", "--plan-file", "plan.json").Succeeds().Output,
            "1 add, 1 B to send");
        Assert.IsTrue(File.Exists(At("plan.json")));
        Assert.IsFalse(Directory.Exists(Home));

        Push("one.txt").Succeeds();
        Write("one.txt", "other");
        Run("plan", "--package", "acme", "--version", "1.0.0", "one.txt").Fails("BTP3001");
        StringAssert.Contains(Push("one.txt").Fails("BTP3001").Error, "set --override to replace it");
        StringAssert.Contains(Push("one.txt", "--override").Succeeds().Output, "1 replaced");
    }

    [TestMethod]
    public void A_descriptor_selects_from_roots_with_variables()
    {
        Write("out/tool.zip", "zip");
        Write("out/notes.txt", "notes");
        Write("tool-bintray-info.json", """
            {
              "repo": { "name": "bin", "type": "generic" },
              "package": { "subject": "acme", "name": "tool" },
              "version": { "name": "${v}" },
              "applyToFiles": ["out/*.zip"],
              "publish": true
            }
            """);

        Run("push", "--url", "store", "--descriptor", "tool-bintray-info.json", "--root", "out=out", "--var", "v=2.0").Succeeds();

        Assert.AreEqual("zip", File.ReadAllText(At("store", "dl", "acme", "bin", "tool.zip")));
        Assert.IsFalse(File.Exists(At("store", "dl", "acme", "bin", "notes.txt")));
    }

    [TestMethod]
    public void A_wrong_descriptor_is_told_with_line_and_column_and_nothing_is_done()
    {
        Write("bintray-info.json", "{\n  \"package\": 5\n}");

        var said = Run("push", "--url", "store", "--descriptor", "bintray-info.json");

        Assert.AreEqual(1, said.ExitCode);
        StringAssert.Matches(said.Error, new(@"bintray-info\.json\(2,\d+\): error BTP2\d{3}: "));
        Assert.IsFalse(Directory.Exists(At("store")));
    }

    [TestMethod]
    [DataRow("BTP1040", "push", "x", "--package", "p", "--version", "1", "--nope")]
    [DataRow("BTP1040", "push", "x", "--package", "p", "--version", "1", "--publish", "maybe")]
    [DataRow("BTP1040", "push", "x", "--package", "p", "--version", "1", "--parallel", "0")]
    [DataRow("BTP1040", "push", "x", "--package", "p", "--version", "1", "--repo-type", "tape")]
    [DataRow("BTP1040", "push", "x", "--package", "p", "--version", "1", "--on-failure", "1")]
    [DataRow("BTP1041", "push")]
    [DataRow("BTP1041", "push", "x", "--version", "1")]
    [DataRow("BTP1041", "push", "x", "--package", "p", "--version", "1", "--url", "store")]
    [DataRow("BTP1041", "push", "x", "--descriptor", "bintray-info.json")]
    [DataRow("BTP1041", "push", "--repo", "a/b", "--descriptor", "bintray-info.json")]
    [DataRow("BTP1041", "push", "x", "--package", "p", "--version", "1", "--root", "out=.")]
    [DataRow("BTP1041", "push", "bintray-info.json", "--package", "p", "--version", "1")]
    [DataRow("BTP1041", "push", "--descriptor", "bintray-info.json", "--root", "out=missing")]
    [DataRow("BTP1042", "push", "x", "--package", "p", "--version", "1", "--property", "key")]
    [DataRow("BTP1043", "publish", "a/b/c")]
    [DataRow("BTP1043", "show", "a/b/c/d/e")]
    [DataRow("BTP1043", "get", "a/b/../../etc/passwd")]
    [DataRow("BTP1009", "show", "a", "--url", "ftp://host")]
    [DataRow("BTP1019", "show", "a", "--url", "http://bintray.example")]
    [DataRow("BTP1025", "show", "a", "--url", "http://127.0.0.1:1", "--ca-file", "missing.pem")]
    public void Wrong_usage_ends_with_two_and_its_code(string code, params string[] arguments)
    {
        var said = Run(arguments).IsWrongUsage(code);

        Assert.AreEqual("", said.Output);
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_a_push_that_fails_and_the_receipt_says_so()
    {
        Write("receipt.json", "of an earlier push");

        StringAssert.Contains(Push("missing.txt", "--receipt", "receipt.json").Fails("BTP1004").Error, "take it out of the command line");

        using var receipt = JsonDocument.Parse(File.ReadAllText(At("receipt.json")));
        Assert.IsFalse(receipt.RootElement.GetProperty("complete").GetBoolean());
    }

    [TestMethod]
    public async Task A_cancelled_push_says_what_arrived()
    {
        Write("one.txt", "1");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cancelled = new CancellationTokenSource();
        var connected = Task.Run(async () =>
        {
            using var client = await silent.AcceptTcpClientAsync();
            await cancelled.CancelAsync();
        });

        var said = Run(
            cancelled.Token,
            "push",
            "--url",
            $"http://{silent.LocalEndpoint}",
            "--repo",
            "a/b",
            "--package",
            "p",
            "--version",
            "1",
            "one.txt");

        await connected;
        StringAssert.Contains(said.Fails("BTP1052").Error, "0 of 1 files have arrived, 0 of them are public.");
        StringAssert.Contains(said.Output, "  Failed    one.txt");
    }

    [TestMethod]
    public void What_a_failed_push_sent_is_dropped_if_that_is_asked_for()
    {
        Write("one.txt", "1");
        Push("one.txt").Succeeds();
        Write("one.txt", "other");
        Write("two.txt", "2");

        Push("one.txt", "two.txt", "--on-failure", "discard").Fails("BTP3001");
        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "1 file published, 0 unpublished");

        Push("one.txt", "two.txt", "--retries", "0", "--parallel", "1").Fails("BTP3001");
        StringAssert.Contains(Run("show", "local/nuget/acme/1.0.0").Succeeds().Output, "1 file published, 1 unpublished");
    }

    [TestMethod]
    public void What_the_engine_calls_a_property_is_called_an_option_except_in_a_path()
    {
        var problem = new Problem(
            "BTP4001", Severity.Error, $"/x/BintrayRepo/y does not exist. Set {Setting.CreateRepo.On} to create it, or correct {Setting.Repo}.");

        Assert.AreEqual(
            "/x/BintrayRepo/y does not exist. Set --create-repo to create it, or correct --repo.", problem.OnCommandLine().Text);
    }

    [TestMethod]
    public void Neither_a_name_nor_a_message_reaches_the_terminal_with_control_characters()
    {
        Write("evil\u001b[31m.txt");

        var said = Push("evil\u001b[31m.txt");

        Assert.DoesNotContain("\u001b", said.Output + said.Error);
    }
}
