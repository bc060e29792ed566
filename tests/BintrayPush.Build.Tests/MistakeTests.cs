using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using BintrayPush.Api.Tests;
using static BintrayPush.Api.Tests.TestCertificates;

namespace BintrayPush.Build.Tests;

/// <summary>
/// The mistakes that people make on the way to a service, each with what a build then says. It is printed in docs/errors.md word by word.
/// </summary>
[TestClass]
public sealed class MistakeTests : TaskTest
{
    private const string Html = "text/html; charset=utf-8";
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md"));
    private readonly List<IDisposable> _opened = [];

    [TestCleanup]
    public void Close() => _opened.ForEach(one => one.Dispose());

    [TestMethod]
    [DataRow("nobody listens on the port", "BTP4030", "BintrayUrl")]
    [DataRow("the host is mistyped", "BTP4031", "BintrayUrl")]
    [DataRow("the service says nothing", "BTP4038", "BintrayTimeoutSeconds")]
    public void The_service_cannot_be_reached(string mistake, string code, string setting)
    {
        var url = mistake switch
        {
            "nobody listens on the port" => NobodyListens(),
            "the host is mistyped" => "https://bintray.invalid",
            _ => Serve(_ => null!).Url,
        };

        Says(mistake, code, setting, url, push => push.TimeoutSeconds = code == "BTP4038" ? "1" : null);
    }

    [TestMethod]
    [DataRow("https:// to a port that speaks plain http", "BTP4036", "BintrayUrl")]
    [DataRow("http:// to a port that speaks TLS", "BTP4037", "BintrayUrl")]
    [DataRow("the certificate is from the company's own authority", "BTP4032", "BintrayCertificateAuthorityFile")]
    [DataRow("another authority is named than the one that issued it", "BTP4032", "BintrayCertificateAuthorityFile")]
    [DataRow("the server's certificate is named instead of the authority's", "BTP4035", "BintrayCertificateAuthorityFile")]
    [DataRow("the service is called by another name than its own", "BTP4033", "BintrayUrl")]
    [DataRow("the certificate has expired", "BTP4034", "renew")]
    public void Tls_is_not_what_was_expected(string mistake, string code, string setting)
    {
        var authority = Kept(Authority("Acme Root"));
        var trusted = authority;
        string url;
        switch (mistake)
        {
            case "https:// to a port that speaks plain http":
                url = $"https://{Plain()}";
                break;
            case "http:// to a port that speaks TLS":
                url = Secured(CertificateFrom(authority, IPAddress.Loopback)).Replace("https:", "http:", StringComparison.Ordinal);
                break;
            case "the certificate is from the company's own authority":
                trusted = null;
                url = Secured(CertificateFrom(authority, IPAddress.Loopback));
                break;
            case "another authority is named than the one that issued it":
                trusted = Kept(Authority("Other Root"));
                url = Secured(CertificateFrom(authority, IPAddress.Loopback));
                break;
            case "the server's certificate is named instead of the authority's":
                trusted = Kept(Authority("Acme Server", isAuthority: false));
                url = Secured(CertificateFrom(trusted, IPAddress.Loopback));
                break;
            case "the service is called by another name than its own":
                url = Secured(CertificateFrom(authority, IPAddress.Parse("10.1.2.3")));
                break;
            default:
                url = Secured(CertificateFrom(authority, IPAddress.Loopback, Yesterday.AddHours(12)));
                break;
        }

        Says(mistake, code, setting, url, push => push.CertificateAuthorityFile = trusted is null
            ? null
            : Write("ca.pem", trusted.ExportCertificatePem()));
    }

    [TestMethod]
    [DataRow("the key is wrong", "k3y", "joe", "BTP4010", "BINTRAY_API_KEY")]
    [DataRow("the key has a blank or a line break at its end", "k3y\n", "joe", "BTP4010", "without the white space around it")]
    [DataRow("the key has two lines", "k3y\nother", "joe", "BTP1091", "BINTRAY_API_KEY")]
    [DataRow("the user is written as user:key", "k3y", "joe:k3y", "BTP1090", "BINTRAY_USER")]
    [DataRow("the user is not set", "k3y", "", "BTP4010", "BintrayRepo")]
    [DataRow("there are no credentials", "", "", "BTP4010", "BINTRAY_API_KEY")]
    public void The_credentials_are_wrong(string mistake, string key, string user, string code, string setting)
    {
        (Variables["BINTRAY_API_KEY"], Variables["BINTRAY_USER"]) = (key, user);

        Says(mistake, code, setting, Serve(_ => Json(401, "This resource requires authentication")).Url);

        Assert.DoesNotContain("k3y", Engine.Everything);
    }

    [TestMethod]
    public void The_role_is_missing() => Says(
        "the user has no role in the subject",
        "BTP4039",
        "'publish'",
        Serve(_ => Json(403, "forbidden: this needs publish rights on 'acme'")).Url);

    [TestMethod]
    [DataRow("the file is too large for the service", 413, "", "BTP4041", "client_max_body_size")]
    [DataRow("the file is too large for a web server before it", 413, "413 Request Entity Too Large", "BTP4041", "client_max_body_size")]
    [DataRow("the service behind a proxy does not run", 502, "502 Bad Gateway", "BTP4040", "BintrayUrl")]
    [DataRow("the proxy shows its own page for every refusal", 403, "Access denied", "BTP4040", "BintrayUrl")]
    [DataRow("the service fails", 500, "", "BTP4043", "log of the service")]
    public void The_service_or_a_machine_before_it_refuses(string mistake, int status, string title, string code, string setting) => Says(
        mistake,
        code,
        setting,
        Serve(request => status == 413 && !request.Line.StartsWith("PUT", StringComparison.Ordinal)
            ? Known(request)
            : title.Length > 0 ? WebPage(status, title) : Json(status, status == 413 ? "the file is too large" : "internal error")).Url);

    [TestMethod]
    [DataRow("the URL goes on with /content", "/content", "BTP1092")]
    [DataRow("the URL goes on with /dl", "/dl", "BTP1092")]
    [DataRow("the URL goes on with the repository", "/acme/bin", "BTP1092")]
    [DataRow("the URL is that of a NuGet feed", "/nuget/acme/bin/v3/index.json", "BTP1092")]
    [DataRow("the URL leads to a website", "/ui", "BTP4042")]
    [DataRow("the URL goes on with a path that the service does not have", "/ui/", "BTP4042")]
    [DataRow("the URL leads to a login page", "/login", "BTP4042")]
    [DataRow("the service sends every call elsewhere", "/old", "BTP4042")]
    public void The_address_is_wrong(string mistake, string path, string code)
    {
        var url = Serve(_ => path switch
        {
            "/ui" => WebPage(404, "Acme"),
            "/ui/" => Json(404, "Repo 'repos' was not found"),
            "/login" => WebPage(200, "Sign in"),
            "/old" => "HTTP/1.1 302 Found\r\nLocation: https://bintray.acme.example/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            _ => throw new InvalidOperationException("Nobody should be asked."),
        }).Url + path;

        Says(mistake, code, "BintrayUrl", url);
    }

    [TestMethod]
    [DataRow("the scheme is forgotten", "bintray.acme.example", "BTP1072")]
    [DataRow("the scheme is another one", "ftp://bintray.acme.example", "BTP1009")]
    [DataRow("user and key stand in the URL", "https://joe:k3y@bintray.acme.example", "BTP1008")]
    [DataRow("plain http to another machine", "http://bintray.acme.example", "BTP1019")]
    public void The_url_is_not_one(string mistake, string url, string code)
    {
        Says(mistake, code, "BintrayUrl", url);

        Assert.DoesNotContain("k3y", Engine.Everything);
    }

    [TestMethod]
    public void The_repository_does_not_exist() => Says(
        "the repository is mistyped", "BTP4001", "BintrayRepo", Serve(_ => Json(404, "Repo 'bin' was not found")).Url);

    private static string Json(int status, string message) => ScriptedServer.Json(status, $"{{\"message\":\"{message}\"}}");

    private static string WebPage(int status, string title)
    {
        var page = $"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>";
        return $"HTTP/1.1 {status} Some Reason\r\nContent-Type: {Html}\r\nServer: nginx\r\nConnection: close\r\n"
            + $"Content-Length: {page.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{page}";
    }

    /// <summary>A service that has everything but files.</summary>
    private static string Known(Received request) => request.Line.Contains("/files", StringComparison.Ordinal)
        ? ScriptedServer.Json(200, "[]")
        : ScriptedServer.Json(200, """{"name":"1.0.0","package":"acme","repo":"bin","owner":"acme"}""");

    private void Says(string mistake, string code, string setting, string url, Action<PushToBintray>? further = null)
    {
        Variables.TryAdd("BINTRAY_USER", "joe");
        Variables.TryAdd("BINTRAY_API_KEY", "k3y");
        var push = Push(Item(Write("a.zip")));
        push.ProjectFile = Write(
            "Acme.csproj", $"<Project>\n  <PropertyGroup>\n    <BintrayUrl>{url}</BintrayUrl>\n  </PropertyGroup>\n</Project>");
        (push.Url, push.Repo, push.RetryCount) = (url, "acme/bin", "0");
        further?.Invoke(push);

        FailsWith(push, code);

        var error = Engine.Errors.Single();
        StringAssert.Contains(error.Message, setting);
        Assert.DoesNotContain("--", error.Message, "That is for the command line.");
        Assert.IsNotNull(error.File);
        if (error.Message!.Contains("BintrayUrl", StringComparison.Ordinal))
        {
            Assert.AreEqual((push.ProjectFile, 3), (error.File, error.LineNumber), "the line of the setting");
        }

        var row = $"| {mistake} | [{code}](#{code.ToLowerInvariant()}) | {Shown(error.Message!)} |";
        Assert.IsTrue(Page.Split('\n').Contains(row), $"docs/errors.md does not say:\n{row}");
    }

    /// <summary>As on the page: without what is different on each machine and each day.</summary>
    private static string Shown(string message)
    {
        var text = Regex.Replace(message, @"127\.0\.0\.1:\d+", "bintray.example");
        text = Regex.Replace(text, @"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "2026-02-03 04:05 UTC");
        text = Regex.Replace(text, " It was tried for [0-9]+ seconds?[.]", "");
        text = Regex.Replace(text, "silent for [0-9]+ seconds", "silent for 150 seconds");
        text = Regex.Replace(text, "(?<=cannot be reached: )[^.]+", "Connection refused");
        return Regex.Replace(text, "(?<=is not known here: )[^.]+", "Name or service not known");
    }

    private T Kept<T>(T opened)
        where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    private ScriptedServer Serve(Func<Received, string> answer, X509Certificate2? certificate = null) =>
        Kept(new ScriptedServer(answer, certificate));

    private string Secured(X509Certificate2 certificate) => Serve(_ => Json(404, "Repo 'bin' was not found"), Kept(certificate)).Url;

    private static string NobodyListens()
    {
        using var server = new ScriptedServer(_ => null!);
        return server.Url;
    }

    /// <summary>As web servers do with a greeting that is no request: at once, without waiting for the rest of it.</summary>
    private string Plain()
    {
        var listener = Kept(new TcpListener(IPAddress.Loopback, 0));
        listener.Start();
        _ = AnswerAsync(listener);
        return listener.LocalEndpoint.ToString()!;
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[16]);
                await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The test has ended.
        }
    }
}
