using System.Net.Sockets;
using BintrayPush.Api.Http.Connection;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace BintrayPush.Cli.Notifications;

/// <summary>Sends the mail about a push: one message to all, so that nobody gets it twice.</summary>
/// <param name="settings">The mail server and how it is spoken to.</param>
/// <param name="silence">How long it may be silent before it counts as not there.</param>
internal sealed class MailSender(MailSettings settings, TimeSpan silence)
{
    private string? _distrust;

    /// <summary>How long is waited between the tries to reach a mail server.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <returns>What went wrong.</returns>
    public async Task<IReadOnlyList<Problem>> SendAsync(
        EndedPush push, IReadOnlyList<string> addresses, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancellation)
    {
        using var message = Message(push, addresses);
        for (var attempt = 0; ; attempt++)
        {
            using var client = new Client { Timeout = (int)silence.TotalMilliseconds };
            var isHandedOver = false;
            try
            {
                await ConnectAsync(client, cancellation).ConfigureAwait(false);
                isHandedOver = true;
                await client.SendAsync(message, cancellation).ConfigureAwait(false);
                await client.DisconnectAsync(quit: true, cancellation).ConfigureAwait(false);
                return client.Refused.Count == 0 ? [] : [
                    NotificationComplaints.RecipientRefused(settings.Host, string.Join("; ", client.Refused)),
                ];
            }
            catch (Exception fault) when (attempt < Pauses.Length && IsTransient(fault, isHandedOver))
            {
                await pause(Pauses[attempt], cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (IsOfMail(fault))
            {
                return [
                    isHandedOver && fault is SmtpProtocolException or IOException or TimeoutException
                        ? NotificationComplaints.MailNotAcknowledged(settings.Host, Words(fault))
                        : NotificationComplaints.MailNotSent(settings.Host, Words(fault)),
                ];
            }
        }
    }

    private MimeMessage Message(EndedPush push, IReadOnlyList<string> addresses)
    {
        var message = new MimeMessage { Subject = NotificationText.Subject(push), MessageId = MimeUtils.GenerateMessageId() };
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.AddRange(addresses.Select(MailboxAddress.Parse));

        // RFC 3834: nobody's holiday answer comes back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { TextBody = NotificationText.Plain(push), HtmlBody = NotificationText.Html(push) }.ToMessageBody();
        return message;
    }

    private async Task ConnectAsync(Client client, CancellationToken cancellation)
    {
        // As for all other connections here: a company's own authority seldom names a place that says what it has revoked, and a network
        // that keeps builds in does not let them ask.
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
            (_distrust = CertificateAuthorities.FaultOf(settings.Authorities, certificate, chain, errors)) is null;
        var security = settings.Security switch
        {
            MailSecurity.None => SecureSocketOptions.None,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(settings.Host, settings.Port, security, cancellation).ConfigureAwait(false);
        if (settings.User is { } user)
        {
            await client.AuthenticateAsync(user, settings.Password!.Reveal(), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Once the message may have been taken, sending it again could be a second mail.</summary>
    private static bool IsTransient(Exception fault, bool isHandedOver) => fault switch
    {
        SmtpCommandException refusal => (int)refusal.StatusCode is >= 400 and < 500,
        // A server that was silent for so long is not asked again: a build waits for it.
        _ => !isHandedOver && fault is SocketException or IOException or ServiceNotConnectedException,
    };

    private static bool IsOfMail(Exception fault) =>
        fault is SmtpCommandException or SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or SslHandshakeException or MailKit.Security.AuthenticationException or System.Security.Authentication.AuthenticationException
            or SocketException or IOException or TimeoutException or NotSupportedException or InvalidOperationException;

    /// <summary>A mail server's words may be many lines; the first says what is wrong.</summary>
    private string Words(Exception fault) => fault switch
    {
        SslHandshakeException when _distrust is { } why => $"its certificate is not accepted: {why}",
        SslHandshakeException { InnerException: { } inner } => $"it does not speak TLS there ({FirstLine(inner.Message)}). "
            + $"BINTRAY_SMTP_SECURITY is {settings.Security.ToString().ToLowerInvariant()}, and the port {settings.Port}: one of the two "
            + "may be wrong",
        TimeoutException when settings.Security != MailSecurity.Tls => $"{FirstLine(fault.Message)}. A port that speaks TLS from the first "
            + "byte on is silent like this: that is BINTRAY_SMTP_SECURITY=tls",
        IOException { InnerException: { } inner } => $"the connection broke off ({FirstLine(inner.Message)})",
        NotSupportedException => "it does not offer TLS (STARTTLS), or no way to log in. Set BINTRAY_SMTP_SECURITY if that is meant",
        _ => FirstLine(fault.Message),
    };

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    /// <summary>Goes on when a recipient is refused: the others still get the mail.</summary>
    private sealed class Client : SmtpClient
    {
        public List<string> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Refused.Add($"{mailbox.Address} ({FirstLine(response.Response)})");

        protected override void OnNoRecipientsAccepted(MimeMessage message)
        {
            var all = string.Join("; ", Refused);
            Refused.Clear();
            throw new InvalidOperationException($"it refused everybody who should get it: {all}");
        }
    }
}
