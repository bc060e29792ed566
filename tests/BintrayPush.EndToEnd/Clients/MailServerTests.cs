using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using BintrayPush.Api.Tests;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd.Clients;

/// <summary>Mail that goes through a mail server of others: aiosmtpd, once with TLS from the first byte on and once with STARTTLS.</summary>
[TestClass]
public sealed class MailServerTests : Scenario
{
    private const string Password = "correct horse battery";

    private const string Server = """
        import asyncio, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        class Keep:
            async def handle_DATA(self, server, session, envelope):
                print('mail to', *envelope.rcpt_tos, 'by', (session.auth_data.login or b'').decode(), flush=True)
                return '250 taken'

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('server.pem', 'server.key')
        implicit = sys.argv[1] == 'tls'
        check = lambda server, session, envelope, mechanism, data: AuthResult(
            success=data.password == sys.argv[2].encode(), handled=False, auth_data=data)
        more = {} if implicit else {'tls_context': context, 'require_starttls': True}

        async def serve():
            make = lambda: SMTP(Keep(), authenticator=check, auth_required=True, auth_require_tls=not implicit, **more)
            server = await asyncio.get_running_loop().create_server(make, '127.0.0.1', 0, ssl=context if implicit else None)
            print(server.sockets[0].getsockname()[1], flush=True)
            await asyncio.Event().wait()

        asyncio.run(serve())
        """;

    [TestMethod]
    [DataRow("tls")]
    [DataRow("starttls")]
    public async Task A_mail_server_of_others_takes_one_mail_by_a_login_over_tls(string security)
    {
        using var authority = TestCertificates.Authority("Acme");
        using var certificate = TestCertificates.CertificateFrom(authority, IPAddress.Loopback);
        Write("server.pem", certificate.ExportCertificatePem());
        Write("server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("authority.pem", authority.ExportCertificatePem());
        using var server = Start(security);
        try
        {
            Environment["BINTRAY_SMTP_HOST"] = "127.0.0.1";
            Environment["BINTRAY_SMTP_PORT"] = (await server.StandardOutput.ReadLineAsync())!;
            Environment["BINTRAY_SMTP_SECURITY"] = security;
            Environment["BINTRAY_SMTP_FROM"] = "builds@example.org";
            Environment["BINTRAY_SMTP_USER"] = "joe";
            Environment["BINTRAY_SMTP_PASSWORD"] = Password;
            Library("Acme");
            Push("1.0.0").Says("warning BTP5011").Says("issued by 'Acme', which this machine does not trust");

            Environment["BINTRAY_SMTP_PASSWORD"] = "wrong";
            Environment["BINTRAY_SMTP_CA_FILE"] = At("authority.pem");
            Push("1.0.1").Says("warning BTP5011").DoesNotSay("wrong");

            Environment["BINTRAY_SMTP_PASSWORD"] = Password;
            Push("1.0.2").DoesNotSay("BTP5011");

            // Nobody can be asked what this authority has revoked.
            Environment.Remove("BINTRAY_SMTP_CA_FILE");
            Environment["SSL_CERT_FILE"] = At("authority.pem");
            Push("1.0.3", "--no-restore").DoesNotSay("BTP5011");
        }
        finally
        {
            server.Kill();
        }

        var said = (await server.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        CollectionAssert.AreEqual(Enumerable.Repeat("mail to ann@example.org bob@example.org by joe", 2).ToArray(), said);
    }

    private Command Push(string version, params string[] more) => Dotnet(
    [
        "build", "Acme", "-c", "Release", "-t:PushToBintray", $"-p:Version={version}", "-p:BintrayNotify=ann@example.org%3Bbob@example.org",
        .. more,
    ]).Succeeds().Says("1 uploaded");

    private Process Start(string security)
    {
        var python = Tool.Python.File();
        if (Command.Run(NextLog(), Folder, Environment, python, "-c", "import aiosmtpd").ExitCode != 0)
        {
            Tool.Missing("Python's 'aiosmtpd' is not on this machine; on Debian: apt-get install python3-aiosmtpd.");
        }

        return Process.Start(new ProcessStartInfo(python, ["-c", Server, security, Password])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
        })!;
    }
}
