namespace BintrayPush.Api.Http;

/// <summary>The HTTP machinery of each leg, with the defaults that would hurt a push switched off.</summary>
internal static class HttpHandlers
{
    private const int MostConnections = 256;

#if NET
    public static HttpMessageInvoker Open(ServiceUrl service, HttpLimits limits)
    {
        _ = service;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = MostConnections,

            // The process around may be traced; its marks (traceparent) are nothing that a Bintray knows.
            ActivityHeadersPropagator = null,
        };
        if (limits.Authorities is { } authorities)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => authorities.Accept(certificate, chain, errors);
        }

        return new HttpMessageInvoker(handler);
    }
#else
    public static HttpMessageInvoker Open(ServiceUrl service, HttpLimits limits)
    {
        // .NET Framework allows two connections, delays small writes (Nagle) and waits a second for a 100 answer to each upload.
        var point = System.Net.ServicePointManager.FindServicePoint(service.Url);
        point.ConnectionLimit = MostConnections;
        point.UseNagleAlgorithm = false;
        point.Expect100Continue = false;
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        if (limits.Authorities is { } authorities)
        {
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => authorities.Accept(certificate, chain, errors);
        }

        return new HttpMessageInvoker(handler);
    }
#endif
}
