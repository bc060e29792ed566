using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using BintrayPush.Api.Http.Connection;

namespace BintrayPush.Cli.Notifications;

/// <summary>How the connection to a mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It begins in the clear, and must go on by TLS (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte on (RFC 8314).</summary>
    Tls,
}

/// <summary>
/// How this machine sends mail: <c>mail.json</c> in BINTRAY_HOME, and the variables <c>BINTRAY_SMTP_...</c>, each of which counts more than
/// the file. The password stands in a variable only.
/// </summary>
internal sealed record MailSettings
{
    public const string FileName = "mail.json";

    private const string Prefix = "BINTRAY_SMTP_";
    private const int LargestFile = 1 << 16;
    private const int TlsPort = 465;
    private const int SubmissionPort = 587;

    private MailSettings()
    {
    }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string From { get; init; }

    public required MailSecurity Security { get; init; }

    public required string? User { get; init; }

    public required Secret? Password { get; init; }

    /// <summary>Trusted beside the system's.</summary>
    public required CertificateAuthorities? Authorities { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="home">The user's own folder for everything of ours.</param>
    /// <param name="environment">How environment variables are read.</param>
    /// <param name="complain">Gets everything that is wrong.</param>
    /// <returns>The settings, or nothing if something is wrong.</returns>
    public static MailSettings? Read(string home, Func<string, string?> environment, Action<Problem> complain)
    {
        var file = Path.Combine(home, FileName);
        var complaints = 0;
        var stored = Stored(file, Complain);
        var host = Value("HOST", "host");
        if (host is null)
        {
            Complain(NotificationComplaints.NoMailServer(file));
        }
        else if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            Complain(Unusable("HOST", "host", host, "the name of a mail server, without a port"));
        }

        var (givenPort, givenSecurity, from) = (Value("PORT", "port"), Value("SECURITY", "security"), Value("FROM", "from"));
        var security = givenPort == TlsPort.ToString(CultureInfo.InvariantCulture) ? MailSecurity.Tls : MailSecurity.StartTls;
        if (givenSecurity is not null && !(Enum.TryParse(givenSecurity, ignoreCase: true, out security) && char.IsLetter(givenSecurity[0])))
        {
            Complain(Unusable("SECURITY", "security", givenSecurity, "none, starttls, tls"));
        }

        var port = security == MailSecurity.Tls ? TlsPort : SubmissionPort;
        if (givenPort is not null
            && !(int.TryParse(givenPort, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 1 << 16))
        {
            Complain(Unusable("PORT", "port", givenPort, "whole numbers from 1 to 65535"));
        }

        if (from is null || from.Any(char.IsControl) || !MailAddress.TryCreate(from, out _))
        {
            Complain(Unusable("FROM", "from", from ?? "", "a mail address, which the mails come from"));
        }

        var (user, password) = (Value("USER", "user"), environment(Prefix + "PASSWORD"));
        if (user is null != string.IsNullOrEmpty(password))
        {
            Complain(NotificationComplaints.HalfALogin(user is null));
        }
        else if (user is not null && security == MailSecurity.None && host is not (null or "localhost" or "127.0.0.1" or "::1"))
        {
            Complain(NotificationComplaints.PasswordInTheClear(host));
        }

        CertificateAuthorities? authorities = null;
        if (Value("CA_FILE", "caFile") is { } authorityFile
            && !CertificateAuthorities.TryRead(Path.GetFullPath(Path.Combine(home, authorityFile)), out authorities, out var fault))
        {
            Complain(NotificationComplaints.MailSettingsUnusable(file, $"the certificate authorities in {authorityFile}: {fault}"));
        }

        return complaints > 0 ? null : new MailSettings
        {
            Host = host!,
            Port = port,
            From = from!,
            Security = security,
            User = user,
            Password = user is null ? null : new Secret(password!),
            Authorities = authorities,
        };

        string? Value(string variable, string field) =>
            environment(Prefix + variable) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim()
            : stored.TryGetValue(field, out var kept) ? kept : null;

        Problem Unusable(string variable, string field, string value, string valid) =>
            NotificationComplaints.MailSettingUnusable(
                string.IsNullOrWhiteSpace(environment(Prefix + variable)) ? $"\"{field}\" in {file}" : Prefix + variable, value, valid);

        void Complain(Problem problem)
        {
            complaints++;
            complain(problem);
        }
    }

    private static Dictionary<string, string> Stored(string file, Action<Problem> complain)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return fields;
        }

        try
        {
            using var document = JsonDocument.Parse(
                RegularFile.ReadAllBytes(file, LargestFile) ?? throw new JsonException("it is too large to be a list of settings"));
            foreach (var field in document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject()
                : throw new JsonException("an object is expected"))
            {
                if (field.Name is "password")
                {
                    throw new JsonException($"it holds a password, which belongs into the variable {Prefix}PASSWORD");
                }

                fields[field.Name] = field is { Name: "host" or "port" or "from" or "security" or "user" or "caFile" }
                    && field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    ? field.Value.ToString()
                    : throw new JsonException(
                        $"\"{field.Name}\" is no setting, or no text. There are host, port, from, security, user and caFile");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            complain(NotificationComplaints.MailSettingsUnusable(file, fault.Message));
        }

        return fields;
    }
}
