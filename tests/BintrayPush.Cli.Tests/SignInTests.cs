namespace BintrayPush.Cli.Tests;

/// <summary>bintray in the job of a build service, with no key anywhere, against a real server.</summary>
[TestClass]
public sealed class SignInTests : CommandTest
{
    private RunningServer _server = null!;
    private BuildService _service = null!;

    private string Url => _server.Url.AbsoluteUri.TrimEnd('/');

    [TestInitialize]
    public async Task StartAsync()
    {
        _server = await RunningServer.StartWithPackageAsync();
        _service = await BuildService.StartAsync();
        foreach (var (name, value) in _service.GitHubJob)
        {
            Variables[name] = value;
        }

        Write("one.txt", "1");
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        await _service.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestMethod]
    public async Task A_push_signs_in_and_shows_neither_token_nor_key()
    {
        await _service.TrustAsync(_server.Folder, Url);

        var push = PushOne("--receipt", "receipt.json", "--json").Succeeds();

        Assert.AreEqual("1", (await _server.SendAsync("GET", "dl/acme/tools/one.txt")).Body);
        Assert.HasCount(1, _service.Given);
        var shown = push.Output + push.Error + File.ReadAllText(At("receipt.json")) + _server.Log.Text;
        foreach (var secret in _service.Given.Append(_service.Permit))
        {
            Assert.DoesNotContain(secret, shown);
        }

        Assert.DoesNotMatchRegex(@"bpt\d{8}[0-9a-f]{40}", shown);
        Assert.IsFalse(Directory.Exists(Home), "Nothing of it is kept.");
    }

    [TestMethod]
    public async Task A_push_that_may_not_sign_in_fails_and_nothing_is_written()
    {
        var push = PushOne("--retries", "0").Fails("BTP4100");

        StringAssert.Contains(push.Error, "the token is refused; the log of the server says why (status 401)");
        Assert.AreEqual(404, (await _server.SendAsync("GET", "packages/acme/tools/lib/versions/1")).Status);
        Assert.DoesNotContain(_service.Given[0], push.Output + push.Error);
    }

    [TestMethod]
    public async Task A_key_that_is_configured_is_used_and_nobody_is_asked_for_a_token()
    {
        await _service.TrustAsync(_server.Folder, Url);
        (Variables["BINTRAY_USER"], Variables["BINTRAY_API_KEY"]) = ("joe", "no-key-of-joe");
        PushOne("--retries", "0").Fails("BTP4010");

        Variables["BINTRAY_API_KEY"] = _server.Key;
        PushOne().Succeeds();

        Variables.Remove("BINTRAY_API_KEY");
        Variables.Remove("BINTRAY_USER");
        Write("home/credentials.json", $$"""{ "{{_server.Url.Authority}}": { "user": "joe", "key": "{{_server.Key}}" } }""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        PushOne().Succeeds();
        Assert.IsEmpty(_service.Asked);
    }

    [TestMethod]
    public async Task What_everybody_may_read_needs_no_token()
    {
        await _server.SendAsync("PUT", "content/acme/tools/lib/1/one.txt?publish=1", "1");

        Run("get", "acme/tools/one.txt", "--url", Url, "-o", "got.txt").Succeeds();

        Assert.AreEqual("1", File.ReadAllText(At("got.txt")));
        Assert.IsEmpty(_service.Asked);
    }

    [TestMethod]
    public async Task A_plan_asks_as_the_build_what_waits_and_whether_it_may_publish_and_one_that_is_wrong_by_itself_asks_nobody()
    {
        await _service.TrustAsync(_server.Folder, Url);
        await _server.SendAsync("PUT", "content/acme/tools/lib/1/other.txt", "waits");
        string[] place = ["--url", Url, "--repo", "acme/tools", "--package", "lib", "--version", "1"];

        Run(["plan", "nothing.txt", .. place]).Fails("BTP1004");
        Assert.IsEmpty(_service.Asked);

        Run(["plan", "one.txt", .. place]).Succeeds();
        Assert.HasCount(1, _service.Asked);
        Assert.DoesNotContain("one.txt", (await _server.SendAsync("GET", "packages/acme/tools/lib/files?include_unpublished=1")).Body);
    }

    [TestMethod]
    public async Task What_a_receipt_names_is_no_place_to_sign_in_at_and_what_the_command_line_names_is()
    {
        await _service.TrustAsync(_server.Folder, Url);
        PushOne("--receipt", "receipt.json").Succeeds();
        await _server.SendAsync("PATCH", "repos/acme/tools", """{"private":true}""");
        var before = _service.Asked.Count;

        Assert.AreEqual(1, Run("verify", "receipt.json").ExitCode);
        Run("verify", "receipt.json", "--url", Url).Succeeds();

        Assert.AreEqual(before, _service.Asked.Count, "The process has its key already, and only the second may use it.");
    }

    [TestMethod]
    public async Task A_user_is_asked_for_by_name()
    {
        ServerUsers.AddPublisher(_server.Folder, "robot");
        await _service.TrustAsync(_server.Folder, Url, user: "robot");
        Variables["BINTRAY_USER"] = "robot";

        PushOne().Succeeds();
    }

    [TestMethod]
    public void A_user_that_no_name_can_be_is_refused_before_anything_is_asked()
    {
        Variables["BINTRAY_USER"] = "robot:key";

        PushOne().IsWrongUsage("BTP1090");

        Assert.IsEmpty(_service.Asked);
    }

    private Said PushOne(params string[] more) => Run(
        ["push", "one.txt", "--url", Url, "--repo", "acme/tools", "--package", "lib", "--version", "1", .. more]);
}
