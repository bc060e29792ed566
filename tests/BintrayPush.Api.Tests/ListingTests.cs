using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>How the files of a version are asked for, from this project's server and from others.</summary>
[TestClass]
public sealed class ListingTests
{
    [TestMethod]
    public async Task Another_server_is_asked_for_both_views_and_the_difference_is_unpublished()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(200, request.Line.EndsWith("include_unpublished=1", StringComparison.Ordinal)
            ? $"[{File("a.zip", "1")},{File("b.zip", "2")},{File("c.zip", "4")}]"
            : $"[{File("a.zip", "1")},{File("c.zip", "3")}]"));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1", "c.zip 3" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "b.zip 2", "c.zip 4" }, Shown(listing.Unpublished));
    }

    [TestMethod]
    public async Task A_server_that_announces_both_listings_is_asked_once()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, $"[{File("a.zip", "1", ",\"published\":true")},{File("b.zip", "2", ",\"published\":false")}]", "X-Bintray-Extensions: both-listings\r\n"));
        using var client = Open(server);

        var listing = await client.ListFilesAsync(Tool2, true, CancellationToken.None);

        CollectionAssert.AreEqual(new[] { "a.zip 1" }, Shown(listing.Published));
        CollectionAssert.AreEqual(new[] { "b.zip 2" }, Shown(listing.Unpublished));
        Assert.HasCount(1, server.Requests);
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
