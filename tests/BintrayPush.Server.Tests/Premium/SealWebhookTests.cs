using System.Text.Json;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>A seal publishes like a publish: who asked to be called is called, once for each version.</summary>
[TestClass]
public sealed class SealWebhookTests
{
    /// <summary>Of the text "a".</summary>
    private const string Sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    [TestMethod]
    [DataRow("1.0")]
    [DataRow("1.0 2.0")]
    public async Task A_seal_calls_the_webhook_for_each_version(string versions)
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var server = await RunningServer.StartWithPackageAsync(settings => settings with
        {
            Webhooks = new WebhookLimits { ToPrivateAddresses = true, FirstPause = TimeSpan.Zero },
        });
        Assert.AreEqual(
            201, (await server.SendAsync("POST", "webhooks/acme/tools/lib", JsonSerializer.Serialize(new { url = receiver.Url }))).Status);
        var leg = new List<string>();
        foreach (var version in versions.Split(' '))
        {
            Assert.AreEqual(201, (await server.SendAsync("PUT", $"content/acme/tools/lib/{version}/{version}/a", "a")).Status);
            var file = $$"""{"path":"{{version}}/a","sha256":"{{Sha256}}","size":1}""";
            leg.Add($$"""{"repo":"tools","package":"lib","version":"{{version}}","files":[{{file}}]}""");
        }

        var staged = await server.SendAsync("PUT", "releases/acme/17/legs/win", $$"""{"versions":[{{string.Join(',', leg)}}]}""");
        Assert.AreEqual(200, staged.Status, staged.Body);
        Assert.AreEqual(200, (await server.SendAsync("POST", "releases/acme/17/seal", """{"legs":["win"]}""")).Status);

        var called = new List<string>();
        foreach (var version in leg)
        {
            using var news = JsonDocument.Parse((await receiver.NextAsync()).Body);
            called.Add(news.RootElement.GetProperty("version").GetString()!);
        }

        Assert.AreEqual(versions, string.Join(' ', called.Order()));
    }
}
