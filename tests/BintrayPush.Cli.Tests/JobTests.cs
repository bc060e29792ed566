using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace BintrayPush.Cli.Tests;

/// <summary>Pushes in the background: the command is through when everything is checked and copied, and a process of its own pushes.</summary>
[TestClass]
public sealed partial class JobTests : CommandTest
{
    private static RunningServer _server = null!;

    [ClassInitialize]
    public static async Task Start(TestContext _) => _server = await RunningServer.StartAsync();

    [ClassCleanup]
    public static async Task Stop() => await _server.DisposeAsync();

    /// <summary>The files of a push are large enough to be sent one by one.</summary>
    [TestInitialize]
    public void Furnish()
    {
        Variables["NO_PROXY"] = Variables["no_proxy"] = "127.0.0.1";
        Write("out/a.bin", new string('a', 1 << 20));
        Write("out/b.bin", new string('b', 1 << 20));
    }

    [TestMethod]
    public async Task The_command_returns_while_the_job_lives_and_what_changes_then_is_not_pushed()
    {
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");

        // It is read to the end of its output: nothing that lives on has it.
        var begun = Json(await PushAsync(line));

        var id = Text(begun, "id");
        await line.Reached;
        Write("out/b.bin", "of a later build");
        StringAssert.Contains(Run("jobs").Succeeds().Output, $"{id}  running");
        StringAssert.Contains(Run("jobs", "log").Succeeds().Output, "--- attempt 1");
        Run("jobs", "clear", id).Fails("BTP6008");
        Run("jobs", "retry", id).Fails("BTP6008");
        Run("jobs", "wait", "--limit", "1s").Fails("BTP6011");
        Assert.AreEqual(2, Directory.GetFiles(At("home", "jobs", id, "files")).Length);

        line.Release();
        var ended = Json(Run("jobs", "wait", id, "--json").Succeeds());

        Assert.AreEqual("Done", Text(ended, "state"));
        Assert.AreEqual(new string('b', 1 << 20), await _server.Anonymous.GetStringAsync($"dl/acme/{Repository}/b.bin"));
        Assert.IsFalse(Directory.Exists(At("home", "jobs", id, "files")), "what is done needs no copies");
        Run("verify", Text(ended, "receipt"), "--url", line.Url).Succeeds();
        StringAssert.Contains(File.ReadAllText(Text(ended, "receipt")), At("out", "b.bin").Replace("\\", "\\\\", StringComparison.Ordinal));
        StringAssert.Contains(Run("jobs", "clear").Succeeds().Output, "1 job removed");
        Assert.IsEmpty(Directory.GetDirectories(At("home", "jobs")));
    }

    [TestMethod]
    public async Task A_job_keeps_no_secret_and_nobody_else_can_look_into_it()
    {
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
        Variables["BINTRAY_GPG_PASSPHRASE"] = "correct horse battery";
        Variables["BINTRAY_NOTIFY_URL"] = "http://127.0.0.1:9/token-of-the-webhook";
        await PushAsync(line, "--gpg-sign", "false", "--notify-on", "failure");
        await line.Reached;

        foreach (var file in Directory.GetFiles(At("home", "jobs"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock"))
        {
            var text = await ReadAsync(file);
            foreach (var secret in new[] { _server.Key, "correct horse", "token-of" })
            {
                Assert.DoesNotContain(secret, text, file);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.AreEqual(Own, File.GetUnixFileMode(At("home", "jobs")));
        }

        line.Release();
        Run("jobs", "wait");
    }

    [TestMethod]
    public void A_job_sets_the_release_notes_of_its_version_and_makes_the_checksums()
    {
        Write("CHANGELOG.md", "## 2.0.0\nLater.\n## 1.0.0\nFirst.\n");
        string[] same = ["out", "--path", "acme", "--release-notes", "CHANGELOG.md", "--checksums-file", "{package}/{version}/SHA256SUMS"];

        Push([.. same, "--background"]).Succeeds();
        Run("jobs", "wait").Succeeds();

        Assert.HasCount(2, File.ReadAllLines(At("home", "repository", "dl", "local", "nuget", "acme", "1.0.0", "SHA256SUMS")));
        var plan = Run(["plan", "--package", "acme", "--version", "1.0.0", .. same]).Succeeds().Output;
        Assert.DoesNotContain("release notes", plan);
        StringAssert.Contains(Push(same).Succeeds().Output, "3 unchanged");
    }

    [TestMethod]
    public void A_push_that_is_refused_is_told_of_by_the_command_and_one_that_is_handed_over_by_its_job_alone()
    {
        using var mail = Mail();
        Push("gone", "--background", "--notify", "ann@example.org").Fails("BTP1004");
        StringAssert.Contains(mail.Mails.Single(), "Subject: Not begun: ");

        Push("out", "--path", "acme", "--background", "--notify", "ann@example.org").Succeeds();
        Run("jobs", "wait").Succeeds();

        // The process of the job has the variables of this one, in which no mail server is named.
        Assert.HasCount(1, mail.Mails);
        StringAssert.Contains(Run("jobs", "log").Output, "warning BTP5010");
    }

    [TestMethod]
    public void A_job_that_died_while_it_told_of_its_end_is_told_of_by_the_next_command_once()
    {
        using var mail = Mail();
        Push("out", "--path", "acme", "--background", "--notify", "ann@example.org").Succeeds();
        var record = Path.Combine(Path.GetDirectoryName(Text(Json(Run("jobs", "wait", "--json").Succeeds()), "log"))!, "job.json");
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"notified\": true", "\"notified\": false", StringComparison.Ordinal));

        Run("jobs").Succeeds();
        Run("show", "local/nuget/acme").Succeeds();

        StringAssert.Contains(mail.Mails.Single(), "Subject: Pushed: acme");
    }

    [TestMethod]
    public void The_records_of_jobs_that_are_done_are_not_kept_for_ever()
    {
        Push("out", "--path", "acme", "--background").Succeeds();
        var folder = Path.GetDirectoryName(Text(Json(Run("jobs", "wait", "--json").Succeeds()), "log"))!;
        var (failed, done) = (At("home", "jobs", "260101-000000-aaaa"), At("home", "jobs", "260101-000000-bbbb"));
        foreach (var (copy, state) in new[] { (failed, "Failed"), (done, "Done") })
        {
            Directory.CreateDirectory(copy);
            var record = File.ReadAllText(Path.Combine(folder, "job.json")).Replace("\"Done\"", $"\"{state}\"", StringComparison.Ordinal)
                .Replace(Path.GetFileName(folder), Path.GetFileName(copy), StringComparison.Ordinal);
            File.WriteAllText(
                Path.Combine(copy, "job.json"),
                System.Text.RegularExpressions.Regex.Replace(record, "\"created\": \"[^\"]*\"", "\"created\": \"2026-01-01T00:00:00Z\""));
        }

        Push("out", "--path", "acme", "--background").Succeeds();

        Assert.IsTrue(Directory.Exists(failed), "it may be wanted for a retry");
        Assert.IsFalse(Directory.Exists(done));
        Run("jobs", "wait").Succeeds();
    }

    [TestMethod]
    public async Task A_job_that_was_killed_is_found_and_told_of_once_and_a_retry_sends_only_what_is_missing()
    {
        using var mail = Mail();
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
        var id = Text(Json(await PushAsync(line, "--notify", "ann@example.org")), "id");
        await line.Reached;

        await KillAsync(id);
        StringAssert.Contains(Run("jobs").Succeeds().Error, $"bintray : warning BTP6009: The job {id}");
        Assert.IsEmpty(Run("jobs", "show").Succeeds().Error);

        StringAssert.Contains(mail.Mails.Single(), "Subject: Failed: acme");
        StringAssert.Contains(mail.Mails.Single(), "BTP6009");
        Assert.AreEqual("Crashed", Text(Json(Run("jobs", "show", "--json")), "state"));
        Run("jobs", "wait", id).Fails("BTP6009");
        line.ReleaseOthers();
        Assert.AreEqual(0, (await BintrayAsync("jobs", "retry", id)).ExitCode);
        StringAssert.Contains(Run("jobs", "wait").Succeeds().Output, "1 uploaded, 1 unchanged");

        CollectionAssert.AreEqual(new[] { "a.bin", "b.bin" }, line.Uploads.ToArray());
        Assert.HasCount(2, mail.Mails);
        StringAssert.Contains(mail.Mails[1], "Subject: Pushed: acme");
        Run("jobs", "retry", id).Fails("BTP6008");
    }

    [TestMethod]
    public async Task A_cancelled_job_publishes_nothing_and_can_be_taken_up_again()
    {
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
        var id = Text(Json(await PushAsync(line)), "id");
        await line.Reached;

        StringAssert.Contains(Run("jobs", "cancel", id).Succeeds().Output, "cancelled");

        Run("jobs", "cancel", id).Fails("BTP6008");
        Assert.IsFalse((await _server.Anonymous.GetAsync($"dl/acme/{Repository}/a.bin")).IsSuccessStatusCode);
        line.Release();
        await BintrayAsync("jobs", "retry", id);
        Run("jobs", "wait", id).Succeeds();
        Run("jobs", "clear", "--all").Succeeds();
    }

    [TestMethod]
    public void What_is_wrong_with_a_push_is_said_at_once_and_leaves_no_job()
    {
        Push("out", "--path", "acme").Succeeds();
        Write("out/a.bin", "2");

        StringAssert.Contains(Push("out", "--path", "acme", "--background").Fails("BTP3001").Output, ": nothing was pushed, ");
        Push("gone", "--background").Fails("BTP1004");
        Push("out", "--background", "--receipt", "receipt.json").IsWrongUsage("BTP1041");
        Variables["CI"] = "true";
        StringAssert.Contains(Push("out", "--url", "embedded", "--background").IsWrongUsage("BTP6001").Error, "set --background-force if");

        Assert.IsFalse(Directory.Exists(At("home", "jobs")));
        StringAssert.Contains(Run("jobs").Succeeds().Output, "There are no jobs.");
        Run("jobs", "show").IsWrongUsage("BTP6005");
        Write("out/a.bin", new string('a', 1 << 20));
        Push("out", "--path", "acme", "--url", "embedded", "--background-force").Succeeds();
        StringAssert.Contains(Run("jobs", "wait").Succeeds().Output, "2 unchanged");
        Run("jobs", "show", "x").IsWrongUsage("BTP6005");
    }

    [TestMethod]
    public async Task A_job_whose_copies_are_not_as_planned_pushes_nothing()
    {
        await using var line = await HeldUploads.BeforeAsync(_server.Url, "b.bin");
        var id = Text(Json(await PushAsync(line)), "id");
        await line.Reached;
        await KillAsync(id);
        await File.WriteAllTextAsync(At("home", "jobs", id, "files", "1"), new string('x', 1 << 20));
        File.Delete(At("home", "jobs", id, "files", "0"));
        line.ReleaseOthers();

        await BintrayAsync("jobs", "retry", id);

        var error = Run("jobs", "wait").Fails("BTP6007").Error;
        StringAssert.Contains(error, "its SHA-256 is another one");
        StringAssert.Contains(error, At("out", "a.bin"));
        Assert.DoesNotContain("b.bin", line.Uploads);
    }

    [TestMethod]
    public void What_is_no_job_of_this_version_is_named_and_left_alone()
    {
        Write("home/jobs/260101-000000-aaaa/job.json", """{ "schemaVersion": 99 }""");
        Write("home/jobs/260101-000000-bbbb/job.json", "{");
        Write("home/jobs/260101-000000-cccc/files/0");
        Write("home/jobs/260101-000000-dddd/lock", "");
        Write("home/jobs/notes/mine.txt");

        var error = Run("jobs").Succeeds().Error;

        StringAssert.Contains(error, "error BTP6006");
        Run("jobs", "show", "260101-000000-aaaa").Fails("BTP6006");
        Run("jobs", "show", "260101").IsWrongUsage("BTP6005");
        Run("jobs", "clear", "--all").Succeeds();
        CollectionAssert.AreEqual(
            new[] { "260101-000000-aaaa", "260101-000000-bbbb", "260101-000000-cccc", "notes" },
            Directory.GetDirectories(At("home", "jobs")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray(),
            "what was never finished is gone, and what may be of somebody else is not");
    }

    private string Repository => "r" + Path.GetFileName(Folder);

    private MailServer Mail()
    {
        var mail = new MailServer();
        Variables["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Variables["BINTRAY_SMTP_PORT"] = mail.Port.ToString(CultureInfo.InvariantCulture);
        Variables["BINTRAY_SMTP_SECURITY"] = "none";
        Variables["BINTRAY_SMTP_FROM"] = "builds@example.org";
        return mail;
    }

    private static string Text(JsonElement document, string name) => document.GetProperty(name).GetString()!;

    private static JsonElement Json(Said said)
    {
        using var document = JsonDocument.Parse(said.Output);
        return document.RootElement.Clone();
    }

    private async Task<Said> PushAsync(HeldUploads line, params string[] more)
    {
        Variables["BINTRAY_USER"] = ServerUsers.Admin;
        Variables["BINTRAY_API_KEY"] = _server.Key;
        return (await BintrayAsync(
        [
            "push", "out", "--url", line.Url, "--repo", $"acme/{Repository}", "--create-repo", "--package", "acme", "--version", "1.0.0",
            "--parallel", "1", "--background-force", "--json", .. more,
        ])).Succeeds();
    }

    /// <summary>A process of its own, with the variables of the test, read to the end of both of its outputs.</summary>
    private async Task<Said> BintrayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BintrayCommand).Assembly.Location, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, output, await error);
    }

    /// <summary>Kills the process of a job as nothing can be caught, and waits until it is gone.</summary>
    private async Task KillAsync(string id)
    {
        using var process = Process.GetProcessById(
            Json(Run("jobs", "show", id, "--json").Succeeds()).GetProperty("process").GetInt32());
        process.Kill();
        while (Cli.Jobs.JobFolder.Find(Home, id).IsLocked())
        {
            await Task.Delay(10);
        }
    }

    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
