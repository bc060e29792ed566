#if NET
using System.Net;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using static BintrayPush.Api.Tests.ScriptedClient;

namespace BintrayPush.Api.Tests;

/// <summary>What goes through the proxy of a machine's settings, and what must not.</summary>
[TestClass]
public sealed class ProxyTests
{
    [TestMethod]
    public async Task A_service_on_this_machine_is_never_reached_through_a_proxy()
    {
        using var proxy = new AskingProxy("joe", "secret");
        using var server = new ScriptedServer(_ => ScriptedServer.Json(200, "{\"name\":\"tool\"}"));
        using var client = Open(server, With(proxy, "joe", "secret"));

        Assert.IsNotNull(await client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(0, proxy.Requests);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow(400_000)]
    [DataRow(3_000_000)]
    public async Task A_file_reaches_a_service_behind_a_proxy_that_asks_for_a_password(int size)
    {
        using var proxy = new AskingProxy("joe", "secret");
        using var client = Open("http://bintray.example", With(proxy, "joe", "secret"));
        var content = new string('x', size);

        // Not a MemoryStream, which could be sent again: a file is read once.
        await using var file = new BufferedStream(ContentOf(content));
        await client.UploadAsync(
            new UploadRequest { Version = Tool2, Path = RepositoryPath.Of("a.zip"), Size = size }, file, CancellationToken.None);

        Assert.AreEqual(content, proxy.Bodies.Single());
    }

    [TestMethod]
    public async Task A_proxy_that_does_not_take_the_password_is_named_and_the_password_is_not()
    {
        using var proxy = new AskingProxy("joe", "secret");
        using var client = Open("http://bintray.example", With(proxy, "joe", "wrong-word"));

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual((407, CallFailure.Intermediary), (refusal.Status, refusal.Failure));
        Assert.DoesNotContain("wrong-word", refusal.Message);
    }

    [TestMethod]
    public async Task A_proxy_that_is_not_there_is_the_one_that_is_named()
    {
        using var client = Open("http://bintray.example", new HttpLimits { Proxy = new WebProxy("http://127.0.0.1:1") });

        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => client.GetPackageAsync(Tool, CancellationToken.None));

        Assert.AreEqual(CallFailure.Unreachable, refusal.Failure);
        StringAssert.StartsWith(refusal.Message, "bintray.example cannot be reached through the proxy 127.0.0.1:1: ");
    }

    private static HttpLimits With(AskingProxy proxy, string user, string password) =>
        new() { Proxy = new WebProxy(proxy.Url) { Credentials = new NetworkCredential(user, password) } };
}
#endif
