using System.Net;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// The proxy of this machine's settings, except for services on this machine: what is sent to those, the key among it, must not leave
/// it, and a proxy could not reach them.
/// </summary>
internal sealed class LoopbackIsDirect(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);

    /// <summary>The proxy that a URL is called through, or nothing.</summary>
    public Uri? Between(Uri url) => IsBypassed(url) || inner.GetProxy(url) is not { } proxy || proxy == url ? null : proxy;

    /// <summary>
    /// Whether that proxy may ask for a password, which is then known: it asks with an answer, and the request is sent again.
    /// </summary>
    public bool MayAsk(Uri url) => Between(url) is { } proxy && inner.Credentials?.GetCredential(proxy, "Basic") is not null;
}
