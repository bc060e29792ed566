using BintrayPush.Api.Tests;
using BintrayPush.Cli.Notifications;
using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Cli.Tests;

/// <summary>Tells of pushes: a mail server and a receiver of calls on this machine.</summary>
public abstract class NotificationTest : CommandTest
{
    protected const string Password = "correct horse battery";

    protected static string Header(Received request, string name) =>
        request.Head.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    protected static ScriptedServer Hook(Func<Received, int> status) => new(request => ScriptedServer.Json(status(request), "{}"));

    protected string Receipt()
    {
        Write("one.txt", "1");
        return Push("one.txt", "--json").Succeeds().Output;
    }

    private protected IReadOnlyList<Problem> Tell(string? addresses, string? url, TimeSpan? mailSilence = null)
    {
        var order = NotificationOrder.Read(
            addresses, null, url, _ => null, allowInsecure: false, problem => Assert.Fail(problem.Text))!;
        var notifier = new Notifier(Home, name => Variables.GetValueOrDefault(name)) { Pause = (_, _) => Task.CompletedTask };
        notifier.MailSilence = mailSilence ?? notifier.MailSilence;
        return notifier.TellAsync(order, EndedPush.Read(At("receipt.json")), CancellationToken.None).GetAwaiter().GetResult();
    }

    private protected MailServer Mail(
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null, string? password = null, bool isImplicit = false)
    {
        var server = new MailServer(certificate, password, isImplicit);
        Variables["BINTRAY_SMTP_HOST"] = "127.0.0.1";
        Variables["BINTRAY_SMTP_PORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Variables["BINTRAY_SMTP_FROM"] = "builds@example.org";
        Variables["BINTRAY_SMTP_SECURITY"] = "none";
        return server;
    }
}
