using System.Text.RegularExpressions;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Pages;

/// <summary>Who has no role learns nothing of a private repository from any page.</summary>
[TestClass]
public sealed class PrivatePageTests
{
    private static readonly string[] Below =
        ["", "/hidden", "/hidden/1.0", "/none", "/hidden/none", "?start_pos=0", "/hidden?start_pos=9"];

    [TestMethod]
    public async Task A_private_repository_is_for_others_the_same_as_one_that_is_not_there()
    {
        await using var server = await SceneAsync();

        foreach (var http in Strangers(server))
        {
            foreach (var path in Below)
            {
                var secret = await http.SendAsync("GET", $"ui/browse/acme/secret{path}");
                var absent = await http.SendAsync("GET", $"ui/browse/acme/absent{path}");

                Assert.AreEqual("Nothing here", SeenPage.Of(secret, 404).Title);
                Assert.AreEqual(absent.Body, secret.Body);
                Assert.AreEqual(HeadersOf(absent), HeadersOf(secret));
            }

            // A subject that has nothing else.
            var only = await http.SendAsync("GET", "ui/browse/quiet");
            Assert.AreEqual((await http.SendAsync("GET", "ui/browse/nobody")).Body, only.Body);
        }
    }

    [TestMethod]
    public async Task It_is_in_no_list_no_search_and_no_count()
    {
        await using var server = await SceneAsync();

        foreach (var http in Strangers(server))
        {
            foreach (var path in new[]
            {
                "ui", "ui/browse/acme", "ui/search", "ui/search?q=hidden", "ui/search?q=*", "ui/search?q=secret", "ui/search?q=e",
            })
            {
                var seen = SeenPage.Of(await http.SendAsync("GET", path)).Document.QuerySelector("main")!.TextContent;
                Assert.IsFalse(Regex.IsMatch(Regex.Replace(seen, "Search for .*", ""), "hidden|secret|quiet|silent"), $"{path}: {seen}");
            }

            Assert.Contains("1 repository", SeenPage.Of(await http.SendAsync("GET", "ui")).Text);
            Assert.Contains("1 package", SeenPage.Of(await http.SendAsync("GET", "ui/search?q=*")).Text);
        }
    }

    [TestMethod]
    public async Task Who_may_read_it_sees_it_everywhere()
    {
        await using var server = await SceneAsync();

        foreach (var http in new[] { server.As("reader", ("acme", Role.Read)), server.Http })
        {
            Assert.Contains("2 repositories", SeenPage.Of(await http.SendAsync("GET", "ui")).Text);
            Assert.Contains("private", SeenPage.Of(await http.SendAsync("GET", "ui/browse/acme")).Text);
            Assert.Contains("in acme/secret", Spaced(SeenPage.Of(await http.SendAsync("GET", "ui/search?q=hidden")).Text));
            var version = SeenPage.Of(await http.SendAsync("GET", "ui/browse/acme/secret/hidden/1.0"));
            Assert.Contains("""curl -fL -O -u "$BINTRAY_USER:$BINTRAY_API_KEY" '""", version.Text);
            Assert.AreEqual("secret bytes", (await http.SendAsync("GET", version.Link("file.bin"))).Body);
        }
    }

    [TestMethod]
    public async Task What_waits_to_be_published_is_on_nobodys_list_of_files()
    {
        await using var server = await SceneAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/2.0/waiting.bin", "x")).Status);

        foreach (var http in Strangers(server))
        {
            var page = SeenPage.Of(await http.SendAsync("GET", "ui/browse/acme/tools/lib/2.0"));
            Assert.DoesNotContain("waiting", page.Text);
            Assert.Contains("Nothing of it is published yet.", page.Text);
        }
    }

    private static HttpClient[] Strangers(RunningServer server) =>
        [server.Anonymous, server.As("stranger", ("other", Role.Admin)), server.As("twin", ("Acme", Role.Admin))];

    private static string Spaced(string text) => Regex.Replace(text, @"\s+", " ");

    private static string HeadersOf(Reply reply) => string.Join('\n', reply.Message.Headers.Concat(reply.Message.Content.Headers)
        .Where(header => header.Key != "Date")
        .Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));

    private static async Task<RunningServer> SceneAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        ServerUsers.Add(server.Folder, "quietly", ("quiet", Role.Admin));
        var quiet = server.As("quietly", ("quiet", Role.Admin));
        foreach (var (http, method, path, body) in new[]
        {
            (server.Http, "POST", "repos/acme/secret", """{"private":true}"""),
            (server.Http, "POST", "packages/acme/secret", """{"name":"hidden","desc":"a secret"}"""),
            (server.Http, "PUT", "content/acme/secret/hidden/1.0/file.bin?publish=1", "secret bytes"),
            (quiet, "POST", "repos/quiet/silent", """{"private":true}"""),
            (quiet, "POST", "packages/quiet/silent", """{"name":"hidden"}"""),
        })
        {
            Assert.AreEqual(201, (await http.SendAsync(method, path, body)).Status, path);
        }

        return server;
    }
}
