#if NET // mono's own TLS is not what .NET Framework has.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BintrayPush.Api.Http;

namespace BintrayPush.Api.Tests;

/// <summary>A service whose certificate comes from an authority that only the company knows.</summary>
[TestClass]
public sealed class CertificateAuthorityTests
{
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "bin"), "tool");
    private static readonly DateTimeOffset Yesterday = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Tomorrow = DateTimeOffset.UtcNow.AddDays(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-authorities").FullName;

    [TestCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task A_service_is_trusted_if_its_certificate_comes_from_the_named_authority()
    {
        using var authority = Authority("Acme Root");
        using var other = Authority("Another Root");
        using var certificate = CertificateFrom(authority, IPAddress.Loopback);
        using var server = Serve(certificate);

        // Two in one file, with words between them, as such files are.
        Assert.IsNull(await AskAsync(server, Read($"# other\n{other.ExportCertificatePem()}\n# ours\n{authority.ExportCertificatePem()}\n")));
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task It_is_not_trusted_without_the_authority_with_another_one_or_under_another_name()
    {
        using var authority = Authority("Acme Root");
        using var other = Authority("Another Root");
        using var certificate = CertificateFrom(authority, IPAddress.Loopback);
        using var elsewhere = CertificateFrom(authority, IPAddress.Parse("10.1.2.3"));
        using var server = Serve(certificate);
        using var impostor = Serve(elsewhere);

        await RefusesAsync(server, null);
        await RefusesAsync(server, Read(other.ExportCertificatePem()));
        await RefusesAsync(impostor, Read(authority.ExportCertificatePem()));
        Assert.IsEmpty(server.Requests);
        Assert.IsEmpty(impostor.Requests);
    }

    [TestMethod]
    [DataRow("", "holds no certificate")]
    [DataRow("-----BEGIN CERTIFICATE-----\nMIIB", "has no end")]
    [DataRow("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----", "cannot be read")]
    [DataRow("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "cannot be read")]
    public void A_file_that_cannot_be_used_says_why(string content, string reason)
    {
        Assert.IsFalse(CertificateAuthorities.TryRead(Write(content), out _, out var fault));

        StringAssert.Contains(fault, reason);
    }

    [TestMethod]
    public void A_file_that_is_not_there_says_so()
    {
        Assert.IsFalse(CertificateAuthorities.TryRead(Path.Combine(_folder, "none.pem"), out _, out var fault));

        StringAssert.Contains(fault, "none.pem");
    }

    private static async Task RefusesAsync(ScriptedServer server, CertificateAuthorities? authorities)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => AskAsync(server, authorities));
        Assert.AreEqual(BintrayException.NoAnswer, refusal.Status);
        Assert.IsTrue(refusal.IsUntrusted);
    }

    private static async Task<Package?> AskAsync(ScriptedServer server, CertificateAuthorities? authorities)
    {
        Assert.IsTrue(ServiceUrl.TryParse(server.Url, out var url, out _));
        using var client = BintrayHttpClient.Open(url, null, null, new HttpLimits { Authorities = authorities });
        return await client.GetPackageAsync(Package, CancellationToken.None);
    }

    private static ScriptedServer Serve(X509Certificate2 certificate) =>
        new(_ => ScriptedServer.Json(404, "{\"message\":\"Package 'tool' was not found\"}"), certificate);

    private CertificateAuthorities Read(string pem)
    {
        Assert.IsTrue(CertificateAuthorities.TryRead(Write(pem), out var authorities, out var fault), fault);
        return authorities;
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, content);
        return file;
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(Yesterday, Tomorrow);
    }

    private static X509Certificate2 CertificateFrom(X509Certificate2 authority, IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bintray", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, Yesterday, Tomorrow, [1, 2, 3, 4]);
        return issued.CopyWithPrivateKey(key);
    }
}
#endif
