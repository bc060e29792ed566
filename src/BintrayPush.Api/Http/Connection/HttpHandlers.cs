using System.Net;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Http.Connection;

/// <summary>The HTTP machinery of each leg, with the defaults that would hurt a push switched off.</summary>
internal static class HttpHandlers
{
    private const int MostConnections = 256;

#if NET
    public static LoopbackIsDirect ProxyFor(HttpLimits limits) => new(limits.Proxy ?? HttpClient.DefaultProxy);

    public static HttpMessageInvoker Open(ServiceUrl service, HttpLimits limits, IWebProxy proxy)
    {
        _ = service;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = MostConnections,
            Proxy = proxy,

            // The process around may be traced; its marks (traceparent) are nothing that a Bintray knows.
            ActivityHeadersPropagator = null,
        };
        // Thrown, since the platform's own exception does not say which fault it is.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            CertificateFaults.Find(limits.Authorities, certificate, chain, errors) is { } fault ? throw fault : true;
        return new HttpMessageInvoker(handler);
    }
#else
    public static LoopbackIsDirect ProxyFor(HttpLimits limits) => new(limits.Proxy ?? WebRequest.DefaultWebProxy ?? new WebProxy());

    public static HttpMessageInvoker Open(ServiceUrl service, HttpLimits limits, IWebProxy proxy)
    {
        // .NET Framework allows two connections, delays small writes (Nagle) and waits a second for a 100 answer to each upload.
        var point = ServicePointManager.FindServicePoint(service.Url);
        point.ConnectionLimit = MostConnections;
        point.UseNagleAlgorithm = false;
        point.Expect100Continue = false;
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = proxy };
        if (limits.Authorities is { } authorities)
        {
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) =>
                authorities.Accept(certificate, chain, errors);
        }

        return new HttpMessageInvoker(handler);
    }
#endif
}
