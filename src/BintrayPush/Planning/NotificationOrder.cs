using System.Net.Mail;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>After which ends of a push somebody is told.</summary>
public enum NotifyOn
{
    /// <summary>After every end.</summary>
    Always,

    /// <summary>Unless everything that was planned is done.</summary>
    Failure,
}

/// <summary>
/// Who is told how a push has ended, checked before it begins: mail addresses and a webhook. How mail is sent is not said here: that
/// belongs to the machine.
/// </summary>
public sealed record NotificationOrder
{
    private const int MostAddresses = 50;

    private NotificationOrder()
    {
    }

    /// <summary>Who gets a mail, each of the form of RFC 5322.</summary>
    public IReadOnlyList<string> Addresses { get; private init; } = [];

    /// <summary>After which ends.</summary>
    public NotifyOn On { get; private init; }

    /// <summary>The webhook, if there is one. It may hold a token: it is shown without its path.</summary>
    public Uri? Webhook { get; private init; }

    /// <summary>Reads it.</summary>
    /// <param name="addresses">The mail addresses, separated by semicolons.</param>
    /// <param name="on">After which ends; <see langword="null"/> for all.</param>
    /// <param name="url">The webhook.</param>
    /// <param name="environment">
    /// How environment variables are read: a webhook with a token in its address stands in <c>BINTRAY_NOTIFY_URL</c>.
    /// </param>
    /// <param name="allowInsecure">Whether plain http may be spoken to another machine.</param>
    /// <param name="complain">Gets what cannot be used.</param>
    /// <returns>The order; <see langword="null"/> if nobody is to be told, or something cannot be used.</returns>
    public static NotificationOrder? Read(
        string? addresses, string? on, string? url, Func<string, string?> environment, bool allowInsecure, Action<Problem> complain)
    {
        var list = (addresses ?? "").Split(';').Select(text => text.Trim()).Where(text => text.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var isSound = true;
        foreach (var address in list.Where(address => !IsAddress(address)))
        {
            Complain(NotificationProblems.NotAnAddress(address));
        }

        if (list.Count > MostAddresses)
        {
            Complain(NotificationProblems.TooManyAddresses(list.Count, MostAddresses));
        }

        var when = NotifyOn.Always;
        if (!string.IsNullOrWhiteSpace(on) && !(Enum.TryParse(on!.Trim(), ignoreCase: true, out when) && char.IsLetter(on.Trim()[0])))
        {
            Complain(NotificationProblems.NotAnEnd(on));
        }

        var isGiven = !string.IsNullOrWhiteSpace(url);
        var webhook = Webhooks.Read(
            isGiven ? url : environment(Webhooks.Variable), isGiven ? Setting.NotifyUrl : new Setting(Webhooks.Variable), allowInsecure,
            Complain);
        return isSound && (list.Count > 0 || webhook is not null)
            ? new NotificationOrder { Addresses = list, On = when, Webhook = webhook }
            : null;

        void Complain(Problem problem)
        {
            isSound = false;
            complain(problem);
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            // What a header could not hold must not get into one.
            return !text.Any(char.IsControl) && new MailAddress(text).Address.IndexOf('@') > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The address of a webhook.</summary>
    private static class Webhooks
    {
        public const string Variable = "BINTRAY_NOTIFY_URL";

        public static Uri? Read(string? text, Setting setting, bool allowInsecure, Action<Problem> complain)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (!Uri.TryCreate(text!.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
                || url.Host.Length == 0)
            {
                complain(NotificationProblems.NotAWebhook(setting));
            }
            else if (url.UserInfo.Length > 0)
            {
                complain(NotificationProblems.WebhookWithCredentials(setting));
            }
            else if (url.Scheme == "http" && !url.IsLoopback && !allowInsecure)
            {
                complain(NotificationProblems.InsecureWebhook(setting, url.Host));
            }
            else
            {
                return url;
            }

            return null;
        }
    }
}
