using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BintrayPush.Testing;

/// <summary>
/// A mail server (RFC 5321, with STARTTLS or TLS from the first byte on, and AUTH PLAIN) on a port that the system chose, which keeps what it is given. Nobody called
/// nobody lives there.
/// </summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly X509Certificate2? _certificate;
    private readonly string? _login;
    private readonly bool _isImplicit;

    /// <param name="certificate">For STARTTLS; without one it speaks in the clear only.</param>
    /// <param name="password">That of the user joe, who must log in; without one nobody has to.</param>
    /// <param name="isImplicit">Whether TLS begins with the first byte (RFC 8314).</param>
    public MailServer(X509Certificate2? certificate = null, string? password = null, bool isImplicit = false)
    {
        _certificate = certificate;
        _isImplicit = isImplicit;
        _login = password is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0joe\0{password}"));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it was given, each as it came.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>Whether it hangs up in place of an answer when it has taken a mail.</summary>
    public bool HangsUp { get; set; }

    /// <summary>How many messages are still refused for now, before one is taken.</summary>
    public int Busy { get; set; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await SpeakAsync(_isImplicit ? await SecureAsync(client.GetStream()) : client.GetStream());
            }
            catch (Exception end) when (end is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or does not trust the certificate: both are what a test wants to see on its side.
            }
        }
    }

    private async Task SpeakAsync(Stream stream)
    {
        var (isSafe, isLoggedIn) = (_isImplicit, _login is null);
        var recipients = 0;
        await SayAsync("220 localhost");
        while (await LineAsync(stream) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    var offers = _certificate is not null && !isSafe ? "250-STARTTLS\r\n" : _login is null ? "" : "250-AUTH PLAIN\r\n";
                    await SayAsync($"250-localhost\r\n{offers}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync("220 go on");
                    (stream, isSafe) = (await SecureAsync(stream), true);
                    break;
                case "AUTH":
                    isLoggedIn = line.EndsWith(' ' + _login, StringComparison.Ordinal);
                    await SayAsync(isLoggedIn ? "235 welcome" : "535 who are you?");
                    break;
                case "MAIL":
                    recipients = 0;
                    await SayAsync(isLoggedIn ? "250 ok" : "530 log in first");
                    break;
                case "RCPT" when line.Contains("<nobody@", StringComparison.OrdinalIgnoreCase):
                    await SayAsync("550 nobody of that name");
                    break;
                case "RCPT":
                    recipients++;
                    await SayAsync("250 ok");
                    break;
                case "DATA" when recipients == 0:
                    await SayAsync("554 to whom?");
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var answer = Take(await MailAsync(stream));
                    if (HangsUp)
                    {
                        return;
                    }

                    await SayAsync(answer);
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }

        Task SayAsync(string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n")).AsTask();
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate!);
        return tls;
    }

    private string Take(string mail)
    {
        if (Busy > 0)
        {
            Busy--;
            return "451 try again later";
        }

        _mails.Enqueue(mail);
        return "250 ok";
    }

    private static async Task<string> MailAsync(Stream stream)
    {
        var mail = new StringBuilder();
        while (await LineAsync(stream) is { } line and not ".")
        {
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return mail.ToString();
    }

    /// <summary>Byte by byte: what follows may be TLS already.</summary>
    private static async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
