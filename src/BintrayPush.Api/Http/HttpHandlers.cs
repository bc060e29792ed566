using System.Security.Cryptography.X509Certificates;

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
        };
        if (limits.AuthorityFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                errors == System.Net.Security.SslPolicyErrors.None
                || (errors == System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && IsIssuedBy(authorities, certificate));
        }

        return new HttpMessageInvoker(handler);
    }

    private static bool IsIssuedBy(X509Certificate2Collection authorities, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
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
        if (limits.AuthorityFile is { } file)
        {
            var authority = new X509Certificate2(file);
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) =>
                errors == System.Net.Security.SslPolicyErrors.None
                || (errors == System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors && EndsIn(authority, certificate, chain));
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>.NET Framework cannot trust a given root; it can build the chain without trust and look which root it ends in.</summary>
    private static bool EndsIn(X509Certificate2 authority, X509Certificate2 certificate, X509Chain chain)
    {
        chain.ChainPolicy.ExtraStore.Add(authority);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate)
            && chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData.SequenceEqual(authority.RawData);
    }
#endif
}
