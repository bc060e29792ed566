using System.Globalization;
using BintrayPush.Server.Access;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Users;

/// <summary>Several keys of one user: each for one machine, with a scope and an end, and taken away alone.</summary>
[TestClass]
public sealed class UserKeyTests
{
    private readonly ManualTime _time = new();
    private RunningServer _server = null!;

    [TestInitialize]
    public async Task StartAsync() => _server = await RunningServer.StartWithPackageAsync(settings => settings with { Time = _time });

    [TestCleanup]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestMethod]
    public async Task Each_key_opens_and_is_replaced_and_taken_away_without_the_others()
    {
        var laptop = await AddAsync("laptop");
        var build = await AddAsync("build", "--scope", "publish");
        Assert.AreEqual("200 200 200", await AskAsync(_server.Key, laptop, build));

        var other = Last(await RunAsync("user", "rotate", ServerUsers.Admin, "--key", "build"));
        Assert.AreEqual("200 200 401 200", await AskAsync(_server.Key, laptop, build, other));

        await RunAsync("user", "key", "remove", ServerUsers.Admin, "laptop");
        Assert.AreEqual("200 401 200", await AskAsync(_server.Key, laptop, other));

        await RunAsync("user", "rotate", ServerUsers.Admin);
        Assert.AreEqual("401 200", await AskAsync(_server.Key, other));
    }

    [TestMethod]
    public async Task A_key_is_worthless_from_its_end_on_also_where_it_was_right_before()
    {
        var key = await AddAsync("short", "--expires", "30d");
        ItIs(DateTimeOffset.UtcNow.AddDays(29));
        Assert.AreEqual("200", await AskAsync(key));

        ItIs(DateTimeOffset.UtcNow.AddDays(31));
        Assert.AreEqual("401 200", await AskAsync(key, _server.Key));
        StringAssert.Contains(await ListAsync(), "short: all, made ");
    }

    [TestMethod]
    public async Task The_list_says_what_keys_are_for_until_when_and_when_they_were_used_and_no_key()
    {
        var key = await AddAsync("build", "--scope", "stage", "--expires", "90d");
        await AddAsync("never");
        ItIs(new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var list = "";
        // What is noted of a use is written behind the call.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!list.Contains("last used 2030-05-06", StringComparison.Ordinal))
        {
            patience.Token.ThrowIfCancellationRequested();
            Assert.AreEqual("200", await AskAsync(_server.Key));
            list = await ListAsync();
        }

        var day = DateTimeOffset.UtcNow.AddDays(90).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        StringAssert.Contains(list, $"expires {day}, last used never");
        StringAssert.Contains(list, "build: stage, made ");
        StringAssert.Contains(list, "never: all, made ");
        Assert.DoesNotContain(key, list);
    }

    [TestMethod]
    public async Task Roles_change_and_the_keys_stay()
    {
        var added = await RunAsync("user", "add", "ann", "--role", "acme=read");
        using var ann = ServerUsers.ClientOf(_server.Url, "ann", Last(added));
        Assert.AreEqual(403, (await ann.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        Assert.AreEqual(
            "User 'ann': acme=publish, other=read\n", await RunAsync("user", "role", "ann", "acme=publish", "other=read"));
        Assert.AreEqual(201, (await ann.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        Assert.AreEqual("User 'ann': other=read\n", await RunAsync("user", "role", "ann", "acme=none"));
        Assert.AreEqual(403, (await ann.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);
    }

    [TestMethod]
    public async Task A_user_of_an_earlier_version_keeps_the_key()
    {
        var key = KeyHash.NewKey();
        await File.WriteAllTextAsync(
            Path.Combine(_server.Folder, "user", "old.json"),
            $$"""{"name":"old","key":"{{KeyHash.Of(key)}}","created":"2026-01-02T03:04:05+00:00","roles":{"acme":"Publish"} }""");
        using var old = ServerUsers.ClientOf(_server.Url, "old", key);
        Assert.AreEqual(201, (await old.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        var more = Last(await RunAsync("user", "key", "add", "old", "more"));
        using var other = ServerUsers.ClientOf(_server.Url, "old", more);
        Assert.AreEqual(201, (await old.SendAsync("PUT", "content/acme/tools/lib/1.0/b", "a")).Status);
        Assert.AreEqual(201, (await other.SendAsync("PUT", "content/acme/tools/lib/1.0/c", "a")).Status);
    }

    [TestMethod]
    [DataRow("there is no user 'bob'", "add", "bob", "key")]
    [DataRow("cannot be the name of a key", "add", "joe", "a/b")]
    [DataRow("has a key 'DEFAULT' already", "add", "joe", "DEFAULT")]
    [DataRow("--scope is 'admin'. Valid values: read, stage, promote, publish", "add", "joe", "key", "--scope", "admin")]
    [DataRow("--expires is 'soon'. Valid values: a whole number with s, m, h or d", "add", "joe", "key", "--expires", "soon")]
    [DataRow("has no key 'none'", "remove", "joe", "none")]
    public async Task What_makes_no_sense_is_refused(string words, params string[] arguments)
    {
        var (code, output, error) = await CommandLine.RunAsync(["user", "key", .. arguments, "--data", _server.Folder]);

        Assert.AreEqual(1, code, output);
        StringAssert.Contains(error, words);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Guesses_of_one_users_keys_are_bounded_wherever_they_come_from()
    {
        await using var proxied = await RunningServer.StartWithPackageAsync(settings => settings with { ForwardedFor = true });
        var answers = new List<int>();
        for (var i = 0; i <= GuessLimit.MaxGuessesOfUser; i++)
        {
            var reply = await proxied.Anonymous.SendAsync(
                "GET",
                "repos/acme/tools",
                null,
                ("Authorization", ServerUsers.BasicOf("ann", $"guess {i}").ToString()),
                ("X-Forwarded-For", $"10.0.{i / 250}.{i % 250}"));
            answers.Add(reply.Status);
        }

        Assert.AreEqual(GuessLimit.MaxGuessesOfUser, answers.Count(status => status == 401));
        Assert.AreEqual(429, answers[^1]);
        Assert.AreEqual(200, (await proxied.SendAsync("GET", "repos/acme/tools")).Status, "Others go on.");
    }

    private void ItIs(DateTimeOffset moment) => _time.Advance(moment - _time.GetUtcNow());

    private static string Last(string output) => output.TrimEnd().Split('\n')[^1].Trim();

    private async Task<string> AddAsync(string name, params string[] more) =>
        Last(await RunAsync(["user", "key", "add", ServerUsers.Admin, name, .. more]));

    private Task<string> ListAsync() => RunAsync("user", "key", "list", ServerUsers.Admin);

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await CommandLine.RunAsync([.. arguments, "--data", _server.Folder]);
        Assert.AreEqual(0, code, error);
        return output.ReplaceLineEndings("\n");
    }

    private async Task<string> AskAsync(params string[] keys)
    {
        var statuses = new List<int>();
        foreach (var key in keys)
        {
            var login = ServerUsers.BasicOf(ServerUsers.Admin, key).ToString();
            statuses.Add((await _server.Anonymous.SendAsync("GET", "users/joe", null, ("Authorization", login))).Status);
        }

        return string.Join(' ', statuses);
    }
}
