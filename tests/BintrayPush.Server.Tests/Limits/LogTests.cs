using System.Text;

namespace BintrayPush.Server.Tests;

/// <summary>What the log must never hold.</summary>
[TestClass]
public sealed class LogTests
{
    [TestMethod]
    public async Task No_key_and_no_passphrase_is_ever_logged()
    {
        const string Secret = "s3cret-passphrase";
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", $"gpg/acme/tools/lib/versions/1.0?passphrase={Secret}", $$"""{"passphrase":"{{Secret}}"}""", ("X-GPG-PASSPHRASE", Secret));
        await server.SendAsync("PUT", $"content/acme/tools/lib/1.0/a;passphrase={Secret}?key={Secret}", Secret);
        await server.SendAsync("POST", "content/acme/tools/lib/1.0/publish", $$"""{"passphrase":"{{Secret}}","private_key":"{{Secret}}"}""");
        await server.Anonymous.SendAsync("GET", "users/joe?x=" + Secret, null, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:" + Secret))));
        await server.RawAsync($"GET /a%zz?{Secret} HTTP/1.1\r\nHost: x\r\nX-Key: {Secret}\r\nConnection: close\r\n\r\n");
        await server.RawAsync($"BAD REQUEST {Secret}\r\n\r\n");

        var log = server.Log.Text;
        StringAssert.Contains(log, "PUT /content/acme/tools/lib/1.0/a 201 joe", StringComparison.Ordinal);
        Assert.IsFalse(log.Contains(Secret, StringComparison.Ordinal), log);
        Assert.IsFalse(log.Contains(server.Key, StringComparison.Ordinal));
        Assert.IsFalse(log.Contains("Basic ", StringComparison.Ordinal));
        Assert.IsFalse(log.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:" + Secret)), StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Health_tells_live_and_ready_without_a_login_and_without_the_log()
    {
        await using var server = await RunningServer.StartAsync(settings => settings with { AnonymousRead = false });
        Assert.AreEqual("""{"message":"live"}""", (await server.Anonymous.SendAsync("GET", "healthz/live")).Body);
        Assert.AreEqual("""{"message":"ready"}""", (await server.Anonymous.SendAsync("GET", "healthz/ready")).Body);
        Assert.IsFalse(server.Log.Text.Contains("healthz", StringComparison.Ordinal));
    }
}
