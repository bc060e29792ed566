using System.Text;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>Who sends too slowly, too much or too deep is cut off.</summary>
[TestClass]
public sealed class SlowSenderTests
{
    [TestMethod]
    [Timeout(60_000)]
    public async Task A_body_that_stalls_is_cut_off_and_leaves_nothing()
    {
        await using var server = await RunningServer.StartWithPackageAsync(Impatient);
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Content-Length: 1000000\r\n\r\nhello"));
        StringAssert.StartsWith(await connection.ReadToEndAsync(), "HTTP/1.1 408 ", StringComparison.Ordinal);
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/a?include_unpublished=1")).Status);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "whole")).Status);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Headers_that_never_end_are_cut_off()
    {
        await using var server = await RunningServer.StartAsync(Impatient);
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray());
        StringAssert.StartsWith(await connection.ReadToEndAsync(), "HTTP/1.1 408 ", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task An_upload_broken_off_leaves_nothing_and_does_no_harm()
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await using (var connection = await server.ConnectAsync())
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Content-Length: "
                    + "1000000\r\n\r\nhello"));
        }

        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/b", "whole")).Status);
        Assert.AreEqual(404, (await server.SendAsync("GET", "dl/acme/tools/a?include_unpublished=1")).Status);
    }

    [TestMethod]
    public async Task A_chunked_upload_that_is_too_large_is_refused_with_words()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { MaxUploadBytes = 10 });
        var reply = await server.RawAsync(
            $"PUT /content/acme/tools/lib/1.0/a HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Transfer-Encoding: "
                + "chunked\r\nConnection: close\r\n\r\nb\r\nhello world\r\n0\r\n\r\n");
        StringAssert.StartsWith(reply, "HTTP/1.1 413 ", StringComparison.Ordinal);
        StringAssert.EndsWith(reply, """{"message":"the upload is larger than 10 bytes"}""", StringComparison.Ordinal);
        Assert.AreEqual(201, (await server.SendAsync("PUT", "content/acme/tools/lib/1.0/a", "ten bytes.")).Status);
    }

    [TestMethod]
    public async Task JSON_that_is_too_deep_too_long_or_none_is_refused_with_words()
    {
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with { MaxJsonBytes = 10_000 });
        foreach (var (body, status) in new[]
        {
            (new string('[', 5_000), 400), (
                "{\"name\":" + new string('[', 40) + new string(']', 40) + "}",
                400), ("{\"name\":\"" + new string('x', 20_000) + "\"}", 413),
            ("{", 400), ("name=lib", 400), ("{\"name\":{}}", 400), ("\"\"", 400), ("[]", 400), ("{\"name\":\"a/b\"}", 400), (
                "{\"name\":\"x\",\"labels\":[{}]}", 400), ("\0", 400),
        })
        {
            var reply = await server.SendAsync("POST", "packages/acme/tools", body);
            Assert.AreEqual(status, reply.Status, body[..Math.Min(20, body.Length)]);
            Assert.AreNotEqual("", reply.Json.GetProperty("message").GetString());
        }
    }

    private static ServerSettings Impatient(ServerSettings settings) => settings with
    {
        MinDataRate = 1_000_000,
        DataRateGrace = TimeSpan.FromSeconds(1.1),
        HeadersTimeout = TimeSpan.FromSeconds(1),
    };
}
