using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BintrayPush.Cli.Tests;

/// <summary>Against a real server, which all of these tests share: credentials, and what only a service does.</summary>
[TestClass]
public sealed class ServiceTests : CommandTest
{
    private const string Wrong = "0123456789abcdef0123456789abcdef01234567";

    private static RunningServer _server = null!;

    private static string Url => _server.Url.AbsoluteUri.TrimEnd('/');

    private static string Host => _server.Url.Authority;

    [ClassInitialize]
    public static async Task Start(TestContext _) => _server = await RunningServer.StartAsync();

    [ClassCleanup]
    public static async Task Stop() => await _server.DisposeAsync();

    [TestMethod]
    public void A_key_from_standard_input_is_tried_and_kept_for_its_user_alone_and_then_used()
    {
        Input = _server.Key + "\n";
        var login = Run("login", "--url", Url, "--user", "joe", "--json").Succeeds();

        Assert.IsTrue(JsonDocument.Parse(login.Output).RootElement.GetProperty("works").GetBoolean());
        Assert.DoesNotContain(_server.Key, login.Output + login.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Credentials));
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Home));
        }

        Write("one.txt", "1");
        var push = Run(
            "push",
            "--url",
            Url,
            "--repo",
            "acme/tools",
            "--create-repo",
            "--package",
            "acme",
            "--version",
            "1",
            "one.txt",
            "--property",
            "arch=x64");
        Assert.AreEqual(0, push.ExitCode, push.Error);
        StringAssert.Contains(push.Output, $"{Url}/dl/acme/tools/one.txt");
        Assert.DoesNotContain(_server.Key, push.Output + push.Error);
        Run("get", "acme/tools/one.txt", "--url", Url, "-o", "got.txt").Succeeds();
        Assert.AreEqual("1", File.ReadAllText(At("got.txt")));
    }

    [TestMethod]
    public void A_key_from_the_terminal_replaces_the_old_one_and_other_hosts_stay()
    {
        Write(
            "home/credentials.json",
            $$"""{ "other.example": { "user": "jim", "key": "k" }, "{{Host}}": { "user": "joe", "key": "old" } }""");
        SetMode(Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        OnTerminal = true;
        Input = _server.Key;

        StringAssert.Contains(Run("login", "--url", Url, "--user", "joe").Succeeds().Output, "The key works");
        StringAssert.Contains(Run("logout", "--url", Url).Succeeds().Output, "forgotten");
        StringAssert.Contains(Run("logout", "--url", Url).Succeeds().Output, "No key is kept");

        var kept = File.ReadAllText(Credentials);
        StringAssert.Contains(kept, "other.example");
        Assert.DoesNotContain(Host, kept);
        CollectionAssert.AreEquivalent(new[] { Credentials, Credentials + ".lock" }, Directory.GetFileSystemEntries(Home));
    }

    [TestMethod]
    public void A_key_that_does_not_work_is_not_kept_and_not_printed()
    {
        Input = Wrong;

        var said = Run("login", "--url", Url, "--user", "joe").Fails("BTP1050");

        Assert.DoesNotContain(Wrong, said.Output + said.Error);
        Assert.IsFalse(File.Exists(Credentials));
    }

    [TestMethod]
    public async Task A_service_that_answers_everybody_proves_no_key()
    {
        await using var open = WebApplication.Create();
        open.Urls.Add("http://127.0.0.1:0");
        open.MapGet("/{**any}", () => Results.Json(new { name = "joe" }));
        await open.StartAsync();
        Input = Wrong;

        var said = Run("login", "--url", open.Urls.Single(), "--user", "joe", "--json").Succeeds();

        Assert.IsFalse(JsonDocument.Parse(said.Output).RootElement.GetProperty("works").GetBoolean());
        StringAssert.Contains(said.Error, "warning BTP1051: ");
    }

    [TestMethod]
    [DataRow(true, DisplayName = "UTF-8 with a mark")]
    [DataRow(false, DisplayName = "UTF-16")]
    public void A_credentials_file_is_read_as_editors_on_windows_write_it(bool utf8)
    {
        Write("home/credentials.json");
        File.WriteAllText(
            Credentials,
            $$"""{ "{{Host}}": { "user": "joe", "key": "{{_server.Key}}" } }""",
            utf8 ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true) : Encoding.Unicode);
        SetMode(Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write("marked.txt", "1");

        Run("push", "--url", Url, "--repo", "acme/marked", "--create-repo", "--package", "acme", "--version", "1", "marked.txt").Succeeds();
        StringAssert.Contains(Run("logout", "--url", Url).Succeeds().Output, "forgotten");
    }

    [TestMethod]
    public void A_key_is_kept_with_a_warning_when_the_service_does_not_answer()
    {
        Input = Wrong;

        var said = Run("login", "--url", "http://127.0.0.1:1", "--user", "joe").Succeeds();

        StringAssert.Contains(said.Error, "warning BTP1051: ");
        StringAssert.Contains(File.ReadAllText(Credentials), "127.0.0.1:1");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void A_credentials_file_that_others_can_read_is_neither_used_nor_changed()
    {
        Write("home/credentials.json", $$"""{ "{{Host}}": { "user": "joe", "key": "{{_server.Key}}" } }""");
        SetMode(Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var before = File.ReadAllText(Credentials);
        Input = _server.Key;

        Run("show", "acme", "--url", Url).IsWrongUsage("BTP1024");
        Run("login", "--url", Url, "--user", "joe").IsWrongUsage("BTP1024");
        Run("logout", "--url", Url).IsWrongUsage("BTP1024");

        Assert.AreEqual(before, File.ReadAllText(Credentials));
    }

    [TestMethod]
    [DataRow("login", "--url", "http://127.0.0.1:1", "--user", "joe", "--key", Wrong)]
    [DataRow("login", "--url", "http://127.0.0.1:1", Wrong)]
    [DataRow("login", "--url", "https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("show", "acme", "--url", "https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("push", "x", "--package", "p", "--version", "1", "--url", "https:/joe:" + Wrong + "@127.0.0.1/")]
    [DataRow(
        "push",
        "x",
        "--package",
        "p",
        "--version",
        "1",
        "--url",
        "http://127.0.0.1:1",
        "--download-url",
        "https://joe:" + Wrong + "@host/",
        "--repo",
        "a/b")]
    [DataRow("push", "https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("push", "--descriptor", "https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("push", "--descriptor", "bintray-info.json", "--root", "out=https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("show", "acme", "--url", "https://" + Wrong + "@127.0.0.1/")]
    [DataRow("show", "acme", "more", "joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("https://joe:" + Wrong + "@127.0.0.1/")]
    [DataRow("show", "acme", "more", "https://joe:" + Wrong + "@127.0.0.1/")]
    public void A_key_on_the_command_line_is_refused_and_never_repeated(params string[] arguments)
    {
        var said = Run(arguments);

        Assert.AreEqual(2, said.ExitCode);
        Assert.DoesNotContain(Wrong, said.Output + said.Error);
        Assert.IsFalse(File.Exists(Credentials));
    }

    [TestMethod]
    [DataRow("https://bintray.invalid", "BTP4031", "host in --url")]
    [DataRow("http://127.0.0.1:1", "BTP4030", "Look at --url")]
    [DataRow("https://bintray.acme.example/content", "BTP1092", "--url is https://bintray.acme.example/content/")]
    [DataRow("http://bintray.acme.example", "BTP1019", "set --allow-insecure")]
    [DataRow("bintray.acme.example", "BTP1072", "--url is 'bintray.acme.example'")]
    public void A_mistake_on_the_way_to_a_service_is_told_with_the_options(string url, string code, string words)
    {
        Write("a.zip");
        Variables["BINTRAY_USER"] = "joe";
        Variables["BINTRAY_API_KEY"] = "k3y";

        var error = Push("a.zip", "--repo", "acme/bin", "--url", url, "--retries", "0").Error;

        StringAssert.Contains(error, $"error {code}: ");
        StringAssert.Contains(error, words);
        Assert.DoesNotContain("BintrayUrl", error);
        Assert.DoesNotContain("k3y", error);
    }

    [TestMethod]
    public void Without_a_key_what_is_public_is_shown_and_a_push_says_how_to_log_in()
    {
        Variables["BINTRAY_USER"] = "joe";
        Variables["BINTRAY_API_KEY"] = _server.Key;
        Write("one.txt", "1");
        Run("push", "--url", Url, "--repo", "acme/open", "--create-repo", "--package", "acme", "--version", "1", "one.txt").Succeeds();
        Write("two.txt", "2");
        Run("push", "--url", Url, "--repo", "acme/open", "--package", "acme", "--version", "1", "two.txt", "--publish", "false").Succeeds();
        StringAssert.Contains(Run("show", "acme/open/acme/1", "--url", Url).Succeeds().Output, "  unpublished two.txt");
        Variables.Remove("BINTRAY_API_KEY");

        var shown = Run("show", "acme/open/acme/1", "--url", Url).Succeeds().Output;
        StringAssert.Contains(shown, "1 file published, unknown number of unpublished");
        Assert.DoesNotContain("two.txt", shown);
        Run("discard", "acme/open/acme/1", "--url", Url).Fails("BTP4010");

        Variables["BINTRAY_API_KEY"] = Wrong;
        StringAssert.Contains(
            Run("show", "acme/open", "--url", Url).Fails("BTP4010").Error,
            "It was called by the user 'joe' with the key from BINTRAY_API_KEY.");
        Variables["BINTRAY_API_KEY"] = _server.Key;
        StringAssert.Contains(Run("discard", "acme/open/acme/1", "--url", Url).Succeeds().Output, "1 file discarded from");
    }

    [TestMethod]
    public void What_is_public_is_verified_without_a_key_and_what_is_private_with_one_that_is_meant_for_the_service()
    {
        Variables["BINTRAY_USER"] = "joe";
        Variables["BINTRAY_API_KEY"] = _server.Key;
        Write("one.txt", "1");
        Write(
            "private-bintray-info.json",
            """{ "repo": { "name": "closed", "private": true }, "package": { "name": "acme", "subject": "acme", "repo": "closed" }, "version": { "name": "1" }, "applyToFiles": ["in/*.txt"], "publish": true }""");
        Run(
            "push",
            "--url",
            Url,
            "--repo",
            "acme/checked",
            "--create-repo",
            "--package",
            "acme",
            "--version",
            "1",
            "one.txt",
            "--receipt",
            "open.json").Succeeds();
        Write("in/two.txt", "2");
        Run("push", "--url", Url, "--descriptor", "private-bintray-info.json", "--root", $"in={At("in")}", "--receipt", "closed.json")
            .Succeeds();

        Run("verify", "open.json").Succeeds();
        Run("verify", "closed.json", "--url", Url).Succeeds();

        // A receipt names its place itself, and whoever wrote it must not get the key that way.
        Assert.AreEqual(1, Run("verify", "closed.json").ExitCode);
        Variables.Remove("BINTRAY_API_KEY");
        Run("verify", "open.json").Succeeds();
        Assert.AreEqual(1, Run("verify", "closed.json", "--url", Url).ExitCode);

        Write("home/credentials.json", $$"""{ "{{Host}}": { "user": "joe", "key": "{{_server.Key}}" } }""");
        SetMode(Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Run("verify", "closed.json").Succeeds();
    }

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }
}
