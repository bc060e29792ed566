using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using BintrayPush.Api.Failures;

namespace BintrayPush.Api.Http.Connection;

/// <summary>What happened to a call that ended with an exception of the platform, in words.</summary>
internal static class LostCall
{
    /// <summary>Says it.</summary>
    /// <param name="cause">The platform's exception.</param>
    /// <param name="host">Who was called.</param>
    /// <param name="isSecure">Whether TLS was to be spoken.</param>
    /// <param name="proxy">The proxy on the way, if there is one.</param>
    public static (CallFailure Failure, string Words) Of(Exception cause, string host, bool isSecure, Uri? proxy)
    {
        // Neither the user nor the password that the proxy's own URL may hold.
        var way = proxy is null ? "" : $" through the proxy {proxy.Host}:{proxy.Port}";
        if (Find<CertificateFault>(cause) is { } fault)
        {
            return (fault.Failure, $"{host} is not trusted: {fault.Message}");
        }

        if (IsTunnelRefused(cause))
        {
            return (CallFailure.Intermediary, $"{host} cannot be reached{way}, which refuses: {Innermost(cause).Message.TrimEnd('.')}");
        }

        if (Find<SocketException>(cause) is { } socket && FailureOf(socket.SocketErrorCode) is var failure and not CallFailure.None)
        {
            return (failure, failure == CallFailure.UnknownHost
                ? $"the host {(proxy ?? new Uri("http://" + host)).Host} is not known here{(proxy is null ? "" : "; it is the proxy")}: "
                    + $"{socket.Message.TrimEnd('.')}"
                : $"{host} cannot be reached{way}: {socket.Message.TrimEnd('.')}");
        }

        if (Find<TimeoutException>(cause) is not null
            || (cause as WebException ?? Find<WebException>(cause))?.Status == WebExceptionStatus.Timeout)
        {
            return (CallFailure.Unreachable, $"{host} cannot be reached{way}: no connection was made in time");
        }

        if (isSecure && IsNoTls(cause))
        {
            return (CallFailure.TlsToPlainPort, $"{host} does not speak TLS on this port");
        }

        return IsDistrust(cause)
            ? (CallFailure.TlsRejected, $"no TLS connection to {host} could be agreed on: {Innermost(cause).Message.TrimEnd('.')}")
            : (CallFailure.BrokenOff, $"{host} cannot be reached, or broke off{way}: {Innermost(cause).Message.TrimEnd('.')}");
    }

    private static CallFailure FailureOf(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => CallFailure.UnknownHost,
        SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown
            or SocketError.NetworkDown
            or SocketError.TimedOut or SocketError.AddressNotAvailable => CallFailure.Unreachable,
        _ => CallFailure.None,
    };

    /// <summary>
    /// What came back in place of the answer to a TLS greeting had no form of TLS; the platform says it only in its message.
    /// </summary>
    private static bool IsNoTls(Exception cause) => Any(cause, exception =>
        exception is AuthenticationException or IOException
        && (exception.Message.IndexOf("frame size", StringComparison.OrdinalIgnoreCase) >= 0
            || exception.Message.IndexOf("packet format", StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>A handshake that broke off is not meant: that is a lost connection like any other.</summary>
    private static bool IsDistrust(Exception cause) => Any(cause, exception =>
        exception is AuthenticationException or WebException
        {
            Status: WebExceptionStatus.TrustFailure
            or WebExceptionStatus.SecureChannelFailure
        });

#if NET
    private static bool IsTunnelRefused(Exception cause) =>
        Any(cause, exception => exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError });
#else
    private static bool IsTunnelRefused(Exception cause) => Any(cause, exception =>
        exception is WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } });
#endif

    private static T? Find<T>(Exception? cause)
        where T : Exception => cause is null ? null : cause as T ?? Find<T>(cause.InnerException);

    private static bool Any(Exception? cause, Func<Exception, bool> isIt) =>
        cause is not null && (isIt(cause) || Any(cause.InnerException, isIt));

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
