using System.Net.Sockets;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Tests;

/// <summary>What the platform reports of a call that failed, for failures that cannot be brought about at will.</summary>
[TestClass]
public sealed class HttpConnectionTests
{
    [TestMethod]
    public async Task A_connection_that_is_reset_while_it_is_made_is_lost_like_any_other()
    {
        Assert.IsTrue(ServiceUrl.TryParse("http://127.0.0.1:8081", out var url, out _));
        using var http = new HttpMessageInvoker(new ResetWhileConnecting());
        using var connection = new HttpConnection(http, url, credentials: null, new HttpLimits());

        var lost = await Assert.ThrowsExactlyAsync<BintrayException>(
            () => connection.CallAsync(new HttpRequestMessage(HttpMethod.Get, url.Url), content: null, CancellationToken.None));
        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
        StringAssert.StartsWith(lost.Message, "127.0.0.1:8081 cannot be reached, or broke off: ");

        lost = await Assert.ThrowsExactlyAsync<BintrayException>(() => connection.OpenAsync(url.Url, CancellationToken.None));
        Assert.AreEqual(BintrayException.NoAnswer, lost.Status);
    }

    /// <summary>The handler of .NET 10 asks a new connection for its remote address, and does not wrap what comes of it.</summary>
    private sealed class ResetWhileConnecting : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new SocketException((int)SocketError.NotConnected);
    }
}
