using System.Text;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>
/// What JSON may cost the server: little for anybody, more for those who may publish, and never more than a share for all.
/// </summary>
[TestClass]
public sealed class JsonLimitTests
{
    [TestMethod]
    [DataRow("search/attributes/acme/tools")]
    [DataRow("search/attributes/acme/tools/lib/versions")]
    [DataRow("files/acme/tools/search/attributes")]
    public async Task A_search_by_anybody_is_bounded_in_bytes_and_in_values(string path)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var long64 = "[{\"x\":\"" + new string('e', 70_000) + "\"}]";
        Assert.AreEqual(413, (await server.Anonymous.SendAsync("POST", path, long64)).Status);
        var many = "[{\"x\":[" + string.Join(',', Enumerable.Repeat("1", 5_000)) + "]}]";
        var refused = await server.Anonymous.SendAsync("POST", path, many);
        Assert.AreEqual(400, refused.Status);
        StringAssert.Contains(refused.Body, "more than 4000 values", StringComparison.Ordinal);
        Assert.AreEqual(
            200,
            (await server.Anonymous.SendAsync("POST", path, "[{\"x\":[" + string.Join(',', Enumerable.Repeat("1", 3_000)) + "]}]")).Status);
    }

    [TestMethod]
    [DataRow("[", "0,", "0]")]
    [DataRow("[", "[],", "[]]")]
    [DataRow("{\"x\":1", ",\"a\":\"\"", "}")]
    [DataRow("[{\"name\":\"x\",\"values\":[0", ",0", "]}]")]
    public async Task A_body_of_millions_of_values_is_refused_before_anything_is_built(string begin, string item, string end)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var body = begin + string.Concat(Enumerable.Repeat(item, 4_000_000 / item.Length)) + end;
        var refused = await server.SendAsync("POST", "packages/acme/tools/lib/attributes", body);
        Assert.AreEqual(400, refused.Status);
        StringAssert.Contains(refused.Body, "more than 250000 values", StringComparison.Ordinal);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Bodies_that_are_being_sent_share_a_bound_and_give_their_part_back()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { MaxJsonBytesAtOnce = 100_000 });
        var most = "{\"name\":\"" + new string('e', 60_000);
        await using (var waiting = await server.ConnectAsync())
        {
            await waiting.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /packages/acme/tools HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Expect: 100-continue\r\nContent-Length: "
                    + $"{most.Length + 2}\r\n\r\n"));
            // The 100 says that the server waits for the body.
            await waiting.ReadUntilAsync("\r\n\r\n");
            await waiting.WriteAsync(Encoding.ASCII.GetBytes(most));
            Reply refused;
            do
            {
                // Until the server has read what was just sent.
                refused = await server.SendAsync("POST", "packages/acme/tools", most + "\"}");
            }
            while (refused.Status == 400);

            Assert.AreEqual(503, refused.Status);
            Assert.AreEqual("1", refused.Header("Retry-After"));
            Assert.AreEqual(201, (await server.SendAsync("POST", "packages/acme/tools", """{"name":"small"}""")).Status);
        }

        Reply again;
        do
        {
            again = await server.SendAsync("POST", "packages/acme/tools", most + "\"}");
        }
        while (again.Status == 503);
        Assert.AreEqual(400, again.Status, "the name is too long");
    }
}
