using BintrayPush.Server.Store;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>The page of one's own API keys.</summary>
[TestClass]
public sealed class KeyPageTests
{
    [TestMethod]
    public async Task Somebody_makes_a_key_which_is_shown_once_and_removes_it()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync("ui");
        await browser.GoAsync(browser.Page.Link("Your keys"));
        Assert.Contains("default you are signed in with it", browser.Page.Words);

        var made = await browser.SendAsync("form[action$=add]", ("name", "ci-1"), ("scope", "read"), ("days", "30"));
        var key = SeenPage.Of(made).Document.QuerySelector(".secret")!.TextContent;

        Assert.IsTrue(KeyHash.IsForm(key), key);
        using var http = ServerUsers.ClientOf(server.Url, ServerUsers.Admin, key);
        Assert.AreEqual(200, (await http.SendAsync("GET", "repos/acme/tools")).Status);
        Assert.AreEqual(403, (await http.SendAsync("POST", "packages/acme/tools", """{"name":"x"}""")).Status);
        var again = await browser.GoAsync("ui/keys");
        Assert.Contains("ci-1 only read", again.Words);
        Assert.DoesNotContain(key, again.Document.DocumentElement.OuterHtml);
        Assert.DoesNotContain("pbkdf2", again.Document.DocumentElement.OuterHtml);
        var twice = await browser.SendAsync("form[action$=add]", ("name", "CI-1"), ("scope", ""), ("days", ""));
        Assert.Contains("you have a key 'CI-1' already", SeenPage.Of(twice, 409).Text);

        var removed = SeenPage.Of(await browser.SendAsync("li:nth-child(2) form[action$=remove]"));
        Assert.Contains("The key was removed.", removed.Text);
        Assert.AreEqual(401, (await http.SendAsync("GET", "repos/acme/tools")).Status);
    }

    [TestMethod]
    public async Task The_list_says_what_a_key_is_for_when_it_was_used_and_when_it_ends()
    {
        await using var server = await RunningServer.StartAsync();
        await ChangeAsync(server, user => user
            .With(ApiKey.Of("old", KeyHash.NewKey(), DateTimeOffset.UnixEpoch) with { Expires = DateTimeOffset.UnixEpoch.AddDays(1) })
            .With(ApiKey.Of("half", KeyHash.NewKey(), DateTimeOffset.UtcNow) with { Scope = Role.Stage }));
        await ServerStores.PrivateFilesOf(server.Folder).WriteAsync(
            $"key-use/{ServerUsers.Admin}.json", """{"old":"1970-01-01","half":"1970-01-01"}"""u8.ToArray(), CancellationToken.None);

        // Of the keys by which a request is made itself it is noted, too: not by this one.
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        var page = await browser.GoAsync("ui/keys");

        Assert.Contains("old expired Made 1970-01-01 00:00 UTC, ends 1970-01-02 00:00 UTC, used last on 1970-01-01", page.Words);
        Assert.Contains("half only stage", page.Words);
        Assert.HasCount(1, page.Document.QuerySelectorAll("li p").Where(line => line.TextContent.Contains("used last on 1970")));
    }

    [TestMethod]
    public async Task Nobody_gets_more_by_a_new_key_than_they_have()
    {
        await using var server = await RunningServer.StartAsync();
        var (part, brief, end) = (KeyHash.NewKey(), KeyHash.NewKey(), DateTimeOffset.UtcNow.AddDays(2));
        await ChangeAsync(server, user => user
            .With(ApiKey.Of("part", part, DateTimeOffset.UtcNow) with { Scope = Role.Read })
            .With(ApiKey.Of("brief", brief, DateTimeOffset.UtcNow) with { Expires = end }));

        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, part);
        var page = await browser.GoAsync("ui/keys");
        var token = page.Document.QuerySelector("header input[name=token]")!.GetAttribute("value")!;
        Assert.IsNull(page.Document.QuerySelector("form[action$=add]"));
        SeenPage.Of(await browser.PostAsync("ui/keys/add", ("token", token), ("name", "more")), 403);
        SeenPage.Of(await browser.PostAsync("ui/keys/remove", ("token", token), ("name", "default")), 403);
        SeenPage.Of(await browser.PostAsync("ui/keys/remove", ("token", "x"), ("name", "part")), 403);
        SeenPage.Of(await server.Http.SendAsync(
            "POST", "ui/keys/add", $"token={token}&name=more", ("Content-Type", "application/x-www-form-urlencoded")), 403);

        using var other = new PageBrowser(server.Url);
        await other.SignInAsync(ServerUsers.Admin, brief);
        await other.GoAsync("ui/keys");
        SeenPage.Of(await other.SendAsync("form[action$=add]", ("name", "more"), ("scope", ""), ("days", "3000")));
        SeenPage.Of(await other.SendAsync("form[action$=add]", ("name", "ever"), ("scope", ""), ("days", "")));
        var user = await new UserRecords(ServerStores.PrivateFilesOf(server.Folder)).FindAsync(ServerUsers.Admin, CancellationToken.None);
        Assert.AreEqual(end, user!.AllKeys.Single(key => key.Name == "more").Expires);
        Assert.AreEqual(end, user.AllKeys.Single(key => key.Name == "ever").Expires);
    }

    [TestMethod]
    public async Task What_makes_no_sense_is_refused_and_no_key_is_made()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync("ui/keys");
        var fields = HostileTexts.All.Select(text => (Name: text.Text, Scope: "", Days: "")).Where(field => field.Name.Length < 2_000)
            .Append(("", "", "")).Append(("ok", "admin", "")).Append(("ok", "Read", "")).Append(("ok", "", "0"))
            .Append(("ok", "", "-1")).Append(("ok", "", "3651")).Append(("ok", "", "1e3"));
        foreach (var (name, scope, days) in fields)
        {
            var reply = await browser.SendAsync("form[action$=add]", ("name", name), ("scope", scope), ("days", days));
            SeenPage.Of(reply, 400).TurnsNothing();
        }

        Assert.HasCount(1, (await browser.GoAsync("ui/keys")).Document.QuerySelectorAll("main .list li"));
    }

    [TestMethod]
    public async Task Who_removes_the_key_of_the_session_has_to_sign_in_as_everybody_else_has()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new PageBrowser(server.Url);
        Assert.AreEqual("Sign in", (await browser.GoAsync("ui/keys")).Title);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        await browser.GoAsync("ui/keys");

        Assert.AreEqual("Sign in", SeenPage.Of(await browser.SendAsync("form[action$=remove]")).Title);

        Assert.AreEqual("Sign in", (await browser.GoAsync("ui/keys")).Title);
        Assert.AreEqual(401, (await server.SendAsync("GET", "repos/acme")).Status);
    }

    [TestMethod]
    public async Task What_several_change_at_one_moment_is_all_there_and_a_user_who_is_removed_stays_so()
    {
        await using var server = await RunningServer.StartAsync();
        UserRecords Records() => new(ServerStores.PrivateFilesOf(server.Folder));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ChangeAsync(
            server, user => user.With(new ApiKey { Name = $"k{i}", Hash = "none", Created = DateTimeOffset.UtcNow }))));
        Assert.HasCount(9, (await Records().FindAsync(ServerUsers.Admin, CancellationToken.None))!.AllKeys);

        var changes = Enumerable.Range(0, 8).Select(i =>
            Records().ChangeAsync(ServerUsers.Admin, user => user.Without($"k{i}"), CancellationToken.None)).ToArray();
        Assert.IsTrue(await Records().RemoveAsync(ServerUsers.Admin, CancellationToken.None));
        await Task.WhenAll(changes);
        Assert.IsNull(await Records().FindAsync(ServerUsers.Admin, CancellationToken.None));
    }

    private static async Task ChangeAsync(RunningServer server, Func<UserRecord, UserRecord> change) => Assert.IsNotNull(
        await new UserRecords(ServerStores.PrivateFilesOf(server.Folder)).ChangeAsync(ServerUsers.Admin, change, CancellationToken.None));
}
