using System.Text.RegularExpressions;
using BintrayPush.Api.Names;

namespace BintrayPush.Server.Tests.Files;

/// <summary>Protocol reference, section 7: lists of files hold what Bintray's held, and more only for those who ask for more.</summary>
[TestClass]
public sealed partial class FileListTests
{
    private const string OldPlain = """{"name":"a","path":"x/a","repo":"tools","package":"lib","version":"1.0","owner":"acme","created":"*","size":3,"sha1":"*","sha256":"*"}""";
    private const string NewPlain = """{"name":"a","path":"x/a","repo":"tools","package":"lib","version":"1.0","owner":"acme","created":"*","size":7,"sha1":"*","sha256":"*"}""";
    private const string Deb = """{"name":"b.deb","path":"x/b.deb","repo":"tools","package":"lib","version":"1.0","owner":"acme","created":"*","size":4,"sha1":"*","sha256":"*"}""";

    private const string Public = ""","published":true""";
    private const string Waiting = ""","published":false""";

    private static readonly (string, string) Asking = ("X-Bintray-Extensions", "both-listings");

    [TestMethod]
    [DataRow("packages/acme/tools/lib/files")]
    [DataRow("packages/acme/tools/lib/versions/1.0/files")]
    public async Task A_path_stands_once_with_its_new_bytes_and_with_Bintrays_fields(string path)
    {
        await using var server = await StartAsync();

        Assert.AreEqual($"[{OldPlain}]", Masked(await server.SendAsync("GET", path)));
        Assert.AreEqual($"[{OldPlain}]", Masked(await server.SendAsync("GET", path + "?include_unpublished=0")));
        Assert.AreEqual($"[{NewPlain},{Deb}]", Masked(await server.SendAsync("GET", path + "?include_unpublished=1")));
    }

    [TestMethod]
    public async Task Searches_too_hold_Bintrays_fields()
    {
        await using var server = await StartAsync();

        Assert.AreEqual($"[{OldPlain}]", Masked(await server.SendAsync("GET", "search/file?name=a")));
        Assert.AreEqual($"[{OldPlain}]", Masked(await server.SendAsync("POST", "files/acme/tools/search/attributes", "[]")));
    }

    [TestMethod]
    [DataRow("packages/acme/tools/lib/files")]
    [DataRow("packages/acme/tools/lib/versions/1.0/files")]
    public async Task Who_asks_for_more_gets_both_entries_and_all_fields(string path)
    {
        await using var server = await StartAsync();

        const string Coordinates = ""","deb_distribution":"bookworm","deb_component":"main","deb_architecture":"amd64" """;
        Assert.AreEqual(
            $"[{With(OldPlain, Public)},{With(NewPlain, Waiting)},{With(Deb, Coordinates.TrimEnd() + Waiting)}]",
            Masked(await server.SendAsync("GET", path + "?include_unpublished=1", null, Asking)));
        Assert.AreEqual($"[{With(OldPlain, "")}]", Masked(await server.SendAsync("GET", path, null, Asking)));
        Assert.AreEqual($"[{With(OldPlain, "")}]", Masked(await server.SendAsync("GET", "search/file?name=a", null, Asking)));
    }

    [TestMethod]
    public async Task Our_own_client_asks_for_more_also_if_a_list_is_its_first_question()
    {
        await using var server = await StartAsync();
        using var client = server.OpenClient();
        var version = VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of("acme", "tools"), "lib"), "1.0");
        for (var question = 1; question <= 2; question++)
        {
            var listing = await client.ListFilesAsync(version, includeUnpublished: true, CancellationToken.None);
            CollectionAssert.AreEqual(new long[] { 3 }, listing.Published.Select(file => file.Size).ToArray());
            CollectionAssert.AreEqual(new long[] { 7, 4 }, listing.Unpublished.Select(file => file.Size).ToArray());
            Assert.AreEqual("amd64", listing.Unpublished[1].Debian?.Architecture);
            Assert.IsNotNull(listing.Published[0].Md5);
        }
    }

    private static string With(string plain, string more) => plain[..^1] + ""","md5":"*","list_in_downloads":false""" + more + "}";

    private static string Masked(Reply reply) => Changing().Replace(reply.Body, "\"$1\":\"*\"");

    [GeneratedRegex("\"(created|sha1|sha256|md5)\":\"[^\"]+\"")]
    private static partial Regex Changing();

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartWithPackageAsync();
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/x/a?publish=1", "old")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/x/a?override=1", "changed")).Status);
        Assert.AreEqual(
            201,
            (await server.SendAsync(
                "PUT",
                "content/acme/tools/lib/1.0/x/b.deb;deb_distribution=bookworm;deb_component=main;deb_architecture=amd64",
                "deb!")).Status);
        return server;
    }
}
