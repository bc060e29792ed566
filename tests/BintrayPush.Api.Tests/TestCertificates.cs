#if NET // mono's own TLS is not what .NET Framework has.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BintrayPush.Api.Tests;

/// <summary>Certificates as servers show them, good ones and bad ones.</summary>
internal static class TestCertificates
{
    public static readonly DateTimeOffset Yesterday = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Tomorrow = DateTimeOffset.UtcNow.AddDays(1);

    /// <summary>A certificate that others can come from, signed by itself.</summary>
    public static X509Certificate2 Authority(string name, bool isAuthority = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(Yesterday, Tomorrow);
    }

    /// <summary>The certificate of a server with this address.</summary>
    public static X509Certificate2 CertificateFrom(X509Certificate2 authority, IPAddress address, DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bintray", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());

        // Not by its certificate: .NET itself refuses to issue with one that is no authority's.
        var issuer = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        using var issued = request.Create(authority.SubjectName, issuer, Yesterday, end ?? Tomorrow, [1, 2, 3, 4]);
        return issued.CopyWithPrivateKey(key);
    }
}
#endif
