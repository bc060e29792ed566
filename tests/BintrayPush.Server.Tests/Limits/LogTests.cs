using System.Text;
using System.Text.Json;
using BintrayPush.Server.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>What the log must never hold.</summary>
[TestClass]
public sealed class LogTests
{
    [TestMethod]
    public async Task No_key_and_no_passphrase_is_ever_logged()
    {
        const string Secret = "s3cret-passphrase";
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync(
            "POST",
            $"gpg/acme/tools/lib/versions/1.0?passphrase={Secret}",
            $$"""{"passphrase":"{{Secret}}"}""",
            ("X-GPG-PASSPHRASE", Secret));
        await server.SendAsync("PUT", $"content/acme/tools/lib/1.0/a;passphrase={Secret}?key={Secret}", Secret);
        await server.SendAsync(
            "POST", "content/acme/tools/lib/1.0/publish", $$"""{"passphrase":"{{Secret}}","private_key":"{{Secret}}"}""");
        await server.Anonymous.SendAsync(
            "GET",
            "users/joe?x=" + Secret,
            null,
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:" + Secret))));
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

    [TestMethod]
    public async Task What_anybody_sends_stands_in_the_log_as_harmless_text()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RawAsync("GET /a\u001b[2J\u0008\u007f##vso[task.setvariable] HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await server.RawAsync("PUT /content/acme/##teamcity[x] HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var log = server.Log.Text.Replace("\n", "", StringComparison.Ordinal);
        StringAssert.Contains(log, "GET /a?[2J??# #vso[task.setvariable]", StringComparison.Ordinal);
        StringAssert.Contains(log, "/content/acme/# #teamcity[x]", StringComparison.Ordinal);
        Assert.IsFalse(log.Any(char.IsControl), log);
        Assert.IsFalse(log.Contains("##vso", StringComparison.Ordinal) || log.Contains("##teamcity", StringComparison.Ordinal), log);
    }

    [TestMethod]
    [DataRow(LogFormat.Plain)]
    [DataRow(LogFormat.Json)]
    public void Every_entry_is_one_harmless_line_whatever_is_in_it(string format)
    {
        var failure = new IOException("first\r\n##vso[task.complete]\u001b[31m\u2028second");
        var entry = new LogEntry<string>(LogLevel.Error, "Category", 3, "a\nb\bc##[error]d", failure, (state, _) => state);
        var line = new LogFormat(format).LineOf(entry);
        Assert.IsFalse(line.Any(c => char.IsControl(c) || c == '\u2028'), line);
        Assert.IsFalse(line.Contains("##vso[", StringComparison.Ordinal) || line.Contains("##[", StringComparison.Ordinal), line);
        StringAssert.Contains(line, "second", StringComparison.Ordinal);
        if (format == LogFormat.Json)
        {
            Assert.AreEqual("Error", JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString());
        }
    }
}
