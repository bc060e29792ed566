#if NET
using System.Net.Security;
using System.Net.Sockets;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// Whether a port that was spoken to in plain http speaks TLS: such a port closes the connection, and nothing in the exception says why.
/// Only the greeting of TLS is exchanged; nothing is sent.
/// </summary>
internal static class TlsProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task<bool> SpeaksTlsAsync(Uri url, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.Host.Trim('[', ']'), url.Port, limit.Token).ConfigureAwait(false);

            // Which certificate it has makes no difference to the question.
#pragma warning disable CA5359
            await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.Host }, limit.Token)
                .ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (
            fault is IOException or SocketException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            return false;
        }
    }
}
#endif
