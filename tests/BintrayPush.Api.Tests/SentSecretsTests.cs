using System.Text;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>A service, or a proxy before it, may repeat in its answer what it was sent.</summary>
[TestClass]
public sealed class SentSecretsTests
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";

    [TestMethod]
    [DataRow("{\"message\":\"KEY is no key\"}")]
    [DataRow("{\"error\":\"KEY is no key\"}")]
    [DataRow("you sent: KEY, HEADER")]
    [DataRow("<html><head><title>HEADER was sent</title></head></html>")]
    public async Task What_a_refusal_repeats_of_the_key_is_not_shown(string body)
    {
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Key}"));
        var said = body.Replace("KEY", Key).Replace("HEADER", header);
        using var server = new ScriptedServer(_ => ScriptedServer.Json(400, said));
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var url, out _));
        using var client = BintrayHttpClient.Open(url!, null, new Credentials("me", new Secret(Key)), new HttpLimits());

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => client.GetPackageAsync(ScriptedClient.Tool, CancellationToken.None));

        StringAssert.Contains(refusal.Message, "(secret)");
        Assert.DoesNotContain(Key, refusal.ToString());
        Assert.DoesNotContain(header, refusal.ToString());
    }

    [TestMethod]
    public async Task Nor_what_a_warning_repeats_of_a_passphrase()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, """{"files":1,"warn":"bad passphrase 'hunter22'"}"""));
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var url, out _));
        using var client = BintrayHttpClient.Open(url!, null, new Credentials("me", new Secret(Key)), new HttpLimits());

        var answer = await client.PublishAsync(
            VersionAddress.Of(ScriptedClient.Tool, "1.0"), new PublishRequest { Passphrase = new Secret("hunter22") }, CancellationToken.None);

        Assert.AreEqual("bad passphrase '(secret)'", answer.Warning);
    }
}
