using BintrayPush.Server.SignIn;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;
using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>Pages about users, policies and signing keys of a subject.</summary>
[TestClass]
public sealed class PeoplePageTests
{
    [TestMethod]
    public async Task An_admin_sees_who_has_a_role_on_the_subject_and_changes_it()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var key = ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read), ("secret-subject", Role.Admin));
        ServerUsers.Add(server.Folder, "secret-user", ("secret-subject", Role.Admin));
        using var browser = await BrowserAsync(server);

        await browser.GoAsync("ui/browse/acme");
        await browser.GoAsync(browser.Page.Link("Users"));
        Assert.Contains("ann", browser.Page.Text);
        Assert.DoesNotContain("secret-", browser.Page.Document.DocumentElement.OuterHtml);
        Assert.HasCount(1, browser.Page.Document.QuerySelectorAll("main form"), "Nobody changes their own role.");
        Assert.AreEqual("read", browser.Page.Document.QuerySelector("option[selected]")!.GetAttribute("value"));

        Assert.Contains("The role was changed.", SeenPage.Of(await browser.SendAsync("main form", ("role", "stage"))).Text);

        var user = await new UserRecords(ServerStores.PrivateFilesOf(server.Folder)).FindAsync("ann", CancellationToken.None);
        Assert.AreEqual(Role.Stage, user!.Roles["acme"]);
        Assert.AreEqual(Role.Admin, user.Roles["secret-subject"]);
        using var http = ServerUsers.ClientOf(server.Url, "ann", key);
        Assert.AreEqual(201, (await http.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "a")).Status);

        await browser.GoAsync("ui/users/acme");
        SeenPage.Of(await browser.SendAsync("main form", ("role", "none")));
        Assert.DoesNotContain("ann", (await browser.GoAsync("ui/users/acme")).Text);
        Assert.AreEqual(403, (await http.SendAsync("PUT", "content/acme/tools/lib/1.0/b", "b")).Status);
    }

    [TestMethod]
    public async Task No_role_is_changed_that_the_page_does_not_offer()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read));
        ServerUsers.Add(server.Folder, "ben", ("other", Role.Read));
        using var browser = await BrowserAsync(server);
        var token = (await browser.GoAsync("ui/users/acme")).Document.QuerySelector("input[name=token]")!.GetAttribute("value")!;
        foreach (var (subject, user, role, status) in new[]
        {
            ("acme", "ann", "owner", 400), ("acme", "ann", "None", 400), ("acme", "ann", "", 400), ("acme", ServerUsers.Admin, "none", 403),
            ("acme", "ben", "read", 404), ("acme", "nobody", "read", 404), ("acme", "../user/ann", "admin", 404),
            ("acme", "", "admin", 404),
            ("other", "ben", "admin", 403), ("none", "ann", "admin", 403),
        })
        {
            SeenPage.Of(
                await browser.PostAsync($"ui/users/{subject}/role", ("token", token), ("user", user), ("role", role)), status);
        }

        SeenPage.Of(await browser.PostAsync("ui/users/acme/role", ("token", "x"), ("user", "ann"), ("role", "admin")), 403);
        var users = await new UserRecords(ServerStores.PrivateFilesOf(server.Folder)).ListAsync(CancellationToken.None);
        Assert.AreEqual(
            "ann:acme=Read ben:other=Read joe:acme=Admin",
            string.Join(' ', users.SelectMany(user => user.Roles.Select(role => $"{user.Name}:{role.Key}={role.Value}"))));
    }

    [TestMethod]
    public async Task Two_admins_who_take_each_others_role_away_at_once_leave_one_of_them()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var users = new UserRecords(ServerStores.PrivateFilesOf(server.Folder));
        using var joe = await BrowserAsync(server);
        using var ann = new PageBrowser(server.Url);
        await ann.SignInAsync("ann", ServerUsers.Add(server.Folder, "ann", ("acme", Role.Admin)));
        var tokens = (await TokenAsync(joe), await TokenAsync(ann));
        foreach (var role in new[] { "none", "read", "publish" })
        {
            using var ofJoe = new HeldForm(("token", tokens.Item1), ("user", "ann"), ("role", role));
            using var ofAnn = new HeldForm(("token", tokens.Item2), ("user", ServerUsers.Admin), ("role", role));
            var replies = Task.WhenAll(ofJoe.PostAsync(joe, "ui/users/acme/role"), ofAnn.PostAsync(ann, "ui/users/acme/role"));

            // Both have been let in as admins when the first of them is done.
            await Task.WhenAll(ofJoe.IsWanted, ofAnn.IsWanted);
            ofJoe.Release();
            ofAnn.Release();

            var refused = (await replies).Where(reply => reply.Status == 403).ToList();
            Assert.HasCount(1, refused, role);
            Assert.Contains("you are no admin of", SeenPage.Of(refused[0], 403).Text);
            Assert.HasCount(1, await AdminsAsync(users), role);
            foreach (var name in new[] { ServerUsers.Admin, "ann" })
            {
                await users.ChangeAsync(
                    name, user => user.With(new Dictionary<string, Role> { ["acme"] = Role.Admin }), CancellationToken.None);
            }
        }
    }

    [TestMethod]
    public async Task Who_is_no_admin_any_more_when_the_form_arrives_changes_no_role()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var users = new UserRecords(ServerStores.PrivateFilesOf(server.Folder));
        ServerUsers.Add(server.Folder, "ann", ("acme", Role.Read));
        using var joe = await BrowserAsync(server);
        using var form = new HeldForm(("token", await TokenAsync(joe)), ("user", "ann"), ("role", "admin"));
        var reply = form.PostAsync(joe, "ui/users/acme/role");
        await form.IsWanted;

        Assert.IsTrue(await users.RemoveAsync(ServerUsers.Admin, CancellationToken.None));
        form.Release();

        SeenPage.Of(await reply, 403);
        Assert.IsEmpty(await AdminsAsync(users));
    }

    [TestMethod]
    public async Task For_all_others_these_pages_are_the_same_whether_there_is_such_a_subject_or_not()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        foreach (var http in new[]
        {
            server.Anonymous, server.As("publisher", ("acme", Role.Publish)), server.As("stranger", ("other", Role.Admin)),
        })
        {
            foreach (var page in new[] { "users", "policies" })
            {
                var absent = await http.SendAsync("GET", $"ui/{page}/nobody");
                var there = SeenPage.BodyOf(await http.SendAsync("GET", $"ui/{page}/acme"), http == server.Anonymous ? 404 : 403);

                Assert.AreEqual(absent.Body.Replace("nobody", "acme", StringComparison.Ordinal), there);
            }
        }
    }

    [TestMethod]
    public async Task An_admin_sees_whose_builds_the_subject_trusts_whatever_is_written_there()
    {
        await using var server = await RunningServer.StartAsync();
        var policies = new Policies(ServerStores.PrivateFilesOf(server.Folder));
        foreach (var (text, i) in HostileTexts.All.Select((text, i) => (text.Text, i)))
        {
            await policies.WriteAsync(
                new Policy
                {
                    Id = $"{i:x8}",
                    Subject = i % 2 == 0 ? "acme" : "other",
                    Issuer = $"https://{text}",
                    Audience = text,
                    Claims = new Dictionary<string, string> { ["repository"] = i % 2 == 0 ? text : "secret-repository" },
                    Scope = Role.Publish,
                    User = text,
                    Created = DateTimeOffset.UnixEpoch.AddDays(i),
                },
                CancellationToken.None);
        }

        var page = SeenPage.Of(await server.SendAsync("GET", "ui/policies/acme"));

        Assert.Contains("repository=<script>alert(1)</script>", page.Text);
        Assert.Contains("push, as", page.Words);
        Assert.DoesNotContain("secret-repository", page.Text);
        page.TurnsNothing();
    }

    [TestMethod]
    public async Task Everybody_sees_the_fingerprints_of_a_subject_that_signs()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var made = KeyPair.Generate(KeyType.Ed25519, "Acme <script>alert(1)</script> \u202Egnp", DateTimeOffset.UtcNow, null);
        var key = await server.Keys.AddAsync("acme", made, null, replace: false, CancellationToken.None);

        var page = SeenPage.Of(await server.Anonymous.SendAsync(
            "GET", SeenPage.Of(await server.Anonymous.SendAsync("GET", "ui/browse/acme")).Link("Signing keys")));

        Assert.AreEqual(key.Fingerprint, page.Document.QuerySelector("main code")!.TextContent);
        Assert.Contains("Ed25519", page.Text);
        page.TurnsNothing();
        Assert.Contains(
            "BEGIN PGP PUBLIC KEY BLOCK", (await server.Anonymous.SendAsync("GET", page.Link("all public keys in one file"))).Body);
        Assert.AreEqual("Nothing here", SeenPage.Of(await server.Anonymous.SendAsync("GET", "ui/signing-keys/nobody"), 404).Title);
    }

    private static async Task<string[]> AdminsAsync(UserRecords users) =>
        [.. (await users.ListAsync(CancellationToken.None))
            .Where(user => user.Roles.GetValueOrDefault("acme") == Role.Admin).Select(user => user.Name)];

    private static async Task<string> TokenAsync(PageBrowser browser) =>
        (await browser.GoAsync("ui/users/acme")).Document.QuerySelector("input[name=token]")!.GetAttribute("value")!;

    private static async Task<PageBrowser> BrowserAsync(RunningServer server)
    {
        var browser = new PageBrowser(server.Url);
        await browser.SignInAsync(ServerUsers.Admin, server.Key);
        return browser;
    }
}
