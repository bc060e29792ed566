#if NET // mono's own TLS is not what .NET Framework has.
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using static BintrayPush.Api.Tests.TestCertificates;

namespace BintrayPush.Api.Tests;

/// <summary>A service whose certificate comes from an authority that only the company knows.</summary>
[TestClass]
public sealed class CertificateAuthorityTests
{
    private static readonly PackageAddress Package = PackageAddress.Of(RepositoryAddress.Of("acme", "bin"), "tool");

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
        Assert.IsNull(
            await AskAsync(server, Read($"# other\n{other.ExportCertificatePem()}\n# ours\n{authority.ExportCertificatePem()}\n")));
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

        await RefusesAsync(server, null, CallFailure.CertificateUntrusted, "was issued by 'Acme Root', which this machine does not trust");
        await RefusesAsync(
            server,
            Read(other.ExportCertificatePem()),
            CallFailure.CertificateUntrusted,
            "'Acme Root', which is none of those that were named, and which this machine does not trust");
        await RefusesAsync(impostor, Read(authority.ExportCertificatePem()), CallFailure.CertificateOfOtherHost, "is for 10.1.2.3");
        Assert.IsEmpty(server.Requests);
        Assert.IsEmpty(impostor.Requests);
    }

    [TestMethod]
    public async Task A_certificate_that_expired_or_that_no_authority_issued_says_so()
    {
        using var authority = Authority("Acme Root");
        using var expired = CertificateFrom(authority, IPAddress.Loopback, Yesterday.AddHours(12));
        using var outdated = Serve(expired);
        await RefusesAsync(
            outdated, Read(authority.ExportCertificatePem()), CallFailure.CertificateExpired, "the server's certificate expired on ");

        using var plain = Authority("Acme Server", isAuthority: false);
        using var odd = CertificateFrom(plain, IPAddress.Loopback);
        using var unfit = Serve(odd);
        await RefusesAsync(
            unfit, Read(plain.ExportCertificatePem()), CallFailure.CertificateUnfit, "'Acme Server', which must not issue it");
    }

    [TestMethod]
    public async Task Tls_and_plain_http_that_meet_each_other_are_told_apart()
    {
        using var authority = Authority("Acme Root");
        using var certificate = CertificateFrom(authority, IPAddress.Loopback);
        using var secured = Serve(certificate);
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var answering = RefuseInPlainAsync(plain);

        await RefusesAsync($"https://{plain.LocalEndpoint}", null, CallFailure.TlsToPlainPort, "does not speak TLS on this port");
        await answering;
        await RefusesAsync(
            secured.Url.Replace("https:", "http:", StringComparison.Ordinal), null, CallFailure.PlainToTlsPort, "speaks TLS on this port");
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

    /// <summary>As web servers do with a greeting that is no request: at once, without waiting for the rest of it.</summary>
    private static async Task RefuseInPlainAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
    }

    private static Task RefusesAsync(ScriptedServer server, CertificateAuthorities? authorities, CallFailure failure, string words) =>
        RefusesAsync(server.Url, authorities, failure, words);

    private static async Task RefusesAsync(string url, CertificateAuthorities? authorities, CallFailure failure, string words)
    {
        var refusal = await Assert.ThrowsExactlyAsync<BintrayException>(() => AskAsync(url, authorities));
        Assert.AreEqual((BintrayException.NoAnswer, failure), (refusal.Status, refusal.Failure), refusal.Message);
        StringAssert.Contains(refusal.Message, words);
        Assert.IsTrue(refusal.IsPermanent);
    }

    private static Task<Package?> AskAsync(ScriptedServer server, CertificateAuthorities? authorities) => AskAsync(server.Url, authorities);

    private static async Task<Package?> AskAsync(string address, CertificateAuthorities? authorities)
    {
        Assert.IsTrue(ServiceUrl.TryParse(address, out var url, out _));
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
}
#endif
