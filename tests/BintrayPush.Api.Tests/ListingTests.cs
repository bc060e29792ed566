using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>How the files of a version are asked for, from this project's server and from others.</summary>
[TestClass]
public sealed class ListingTests
{
    private const string Announcement = "X-Bintray-Extensions: both-listings\r\n";

    [TestMethod]
    public async Task Another_server_is_asked_for_both_views_and_the_difference_is_unpublished()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(200, request.Line.EndsWith(
            "include_unpublished=1", StringComparison.Ordinal)
            ? $"[{File("a.zip", "1")},{File("b.zip", "2")},{File("c.zip", "4")}]"
            : $"[{File("a.zip", "1")},{File("c.zip", "3")}]"));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1", "c.zip 3" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "b.zip 2", "c.zip 4" }, Shown(listing.Unpublished));
    }

    [TestMethod]
    public async Task A_server_that_has_announced_both_listings_is_asked_once_and_for_both()
    {
        using var server = new ScriptedServer(request => request.Line.Contains("/files")
            ? ScriptedServer.Json(200, $"[{File("a.zip", "1", ",\"published\":true")},{File("a.zip", "2", ",\"published\":false")}]")
            : ScriptedServer.Json(200, "{\"name\":\"2.0\"}", Announcement));
        using var client = Open(server);
        await client.GetVersionAsync(Tool2, CancellationToken.None);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "a.zip 2" }, Shown(listing.Unpublished));
        Assert.HasCount(2, server.Requests);
        Assert.IsFalse(server.Requests[0].Head.Contains("X-Bintray-Extensions"));
        StringAssert.Contains(server.Requests[1].Head, "X-Bintray-Extensions: both-listings");
    }

    [TestMethod]
    public async Task If_the_list_itself_is_the_first_to_announce_it_is_asked_again_for_both()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(
            200,
            request.Head.Contains("X-Bintray-Extensions: both-listings")
                ? $"[{File("a.zip", "1", ",\"published\":true")},{File("a.zip", "2", ",\"published\":false")}]"
                : $"[{File("a.zip", "2")}]",
            Announcement));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "a.zip 2" }, Shown(listing.Unpublished));
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task A_client_that_does_not_ask_for_both_still_finds_what_waits_to_replace_a_published_file()
    {
        // What a client of an earlier version makes of a server that says more only to those who ask: the words are announced, and missing.
        using var server = new ScriptedServer(request => ScriptedServer.Json(
            200, request.Line.EndsWith("include_unpublished=1", StringComparison.Ordinal)
                ? $"[{File("a.zip", "2")},{File("b.zip", "3")}]"
                : $"[{File("a.zip", "1")}]", Announcement));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "a.zip 2", "b.zip 3" }, Shown(listing.Unpublished));
    }

    [TestMethod]
    [DataRow("../../etc/passwd")]
    [DataRow("a\\\\..\\\\b")]
    public async Task A_listing_cannot_make_us_believe_in_a_path_outside(string path)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, $"[{File(path, "1")}]"));
        using var client = Open(server);

        await Assert.ThrowsExactlyAsync<BintrayException>(() => client.ListFilesAsync(Tool2, true, CancellationToken.None));
    }

    private static string File(string path, string sha1, string more = "") =>
        $"{{\"name\":\"x\",\"path\":\"{path}\",\"repo\":\"bin\",\"package\":\"tool\",\"version\":\"2.0\",\"owner\":\"acme\",\"created\":\"2018-02-01T08:59:10.000Z\",\"size\":5,\"sha1\":\"{sha1}\"{more}}}";

    private static string[] Shown(IReadOnlyList<RepositoryFile> files) => [.. files.Select(file => $"{file.Path} {file.Sha1}")];
}
