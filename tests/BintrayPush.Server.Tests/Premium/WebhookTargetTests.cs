using System.Net;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Webhooks;

namespace BintrayPush.Server.Tests.Premium;

/// <summary>Where webhooks may not go: a user must not be able to send the server to its neighbours.</summary>
[TestClass]
public sealed class WebhookTargetTests
{
    [TestMethod]
    [DataRow("http://127.0.0.1/")]
    [DataRow("http://localhost:8081/")]
    [DataRow("http://2130706433/")]
    [DataRow("http://0x7f.1/")]
    [DataRow("http://0.0.0.0/")]
    [DataRow("http://[::1]/")]
    [DataRow("http://[::ffff:10.0.0.1]/")]
    [DataRow("http://[fe80::1]/")]
    [DataRow("http://[fd00::1]/")]
    [DataRow("http://10.1.2.3/")]
    [DataRow("http://172.31.0.1/")]
    [DataRow("http://192.168.1.1/")]
    [DataRow("http://169.254.169.254/latest/meta-data/")]
    [DataRow("http://100.64.0.1/")]
    public async Task An_address_of_this_machine_or_a_private_network_is_refused(string url)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        await server.SendAsync("POST", "packages/acme/tools/lib/versions", """{"name":"1.0"}""");
        foreach (var path in new[] { "webhooks/acme/tools/lib", "webhooks/acme/tools/lib/1.0" })
        {
            var reply = await server.SendAsync("POST", path, $$"""{"url":"{{url}}"}""");
            Assert.AreEqual(400, reply.Status);
            Assert.AreEqual("""{"message":"a webhook may not go to an address of this machine or of a private network"}""", reply.Body);
        }
    }

    [TestMethod]
    [DataRow("ftp://example.com/")]
    [DataRow("file:///etc/passwd")]
    [DataRow("/relative")]
    [DataRow("https://user:word@example.com/")]
    [DataRow("http://")]
    [DataRow("")]
    public async Task What_is_no_web_address_is_refused(string url)
    {
        await using var server = await RunningServer.StartWithPackageAsync();
        var reply = await server.SendAsync("POST", "webhooks/acme/tools/lib", $$"""{"url":"{{url}}"}""");
        Assert.AreEqual(400, reply.Status);
        Assert.AreEqual(
            """{"message":"the 'url' of a webhook is a whole http or https URL without a user name, of at most 2000 characters"}""",
            reply.Body);
    }

    [TestMethod]
    public async Task A_name_that_leads_to_this_machine_is_not_connected_to()
    {
        // Registration cannot know where a name will lead; the connection does.
        using var sender = new WebhookSender(new WebhookLimits());
        await using var receiver = await HookReceiver.StartAsync();
        var news = new WebhookNews("lib", "1.0", DateTimeOffset.UnixEpoch, "");
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]" })
        {
            var url = new Uri($"http://{host}:{new Uri(receiver.Url).Port}/");
            var (failure, _) = await sender.DeliverAsync(url, "POST", "s", news, CancellationToken.None);
            Assert.AreEqual("its address is one of this machine or of a private network", failure, host);
        }

        Assert.IsFalse(receiver.HasMore);
    }

    [TestMethod]
    [DataRow("8.8.8.8", true)]
    [DataRow("172.15.255.255", true)]
    [DataRow("172.16.0.0", false)]
    [DataRow("192.0.2.1", false)]
    [DataRow("198.18.0.1", false)]
    [DataRow("224.0.0.1", false)]
    [DataRow("255.255.255.255", false)]
    [DataRow("2606:4700::1111", true)]
    [DataRow("::", false)]
    [DataRow("::ffff:8.8.8.8", true)]
    [DataRow("::ffff:192.168.0.1", false)]
    [DataRow("64:ff9b::a00:1", false)]
    [DataRow("2002:a00:1::", false)]
    [DataRow("2001::1", false)]
    [DataRow("fec0::1", false)]
    [DataRow("ff02::1", false)]
    public void Addresses_are_told_apart(string address, bool isPublic) =>
        Assert.AreEqual(isPublic, PublicAddress.Is(IPAddress.Parse(address)));
}
