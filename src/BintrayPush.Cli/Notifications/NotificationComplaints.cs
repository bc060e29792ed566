namespace BintrayPush.Cli.Notifications;

/// <summary>Trouble with a notification: it never changes how a push has ended, so all of it are warnings.</summary>
internal static class NotificationComplaints
{
    public static Problem NoMailServer(string file) => Warning(
        "BTP5010", "No mail is sent: this machine has no mail server. Set BINTRAY_SMTP_HOST and "
            + $"BINTRAY_SMTP_FROM, or write {{ \"host\": \"mail.example.org\", \"from\": \"builds@example.org\" }} into {file}.");

    public static Problem MailSettingUnusable(string setting, string value, string valid) =>
        Warning("BTP5010", $"No mail is sent: {setting} is '{value}'. Valid values: {valid}");

    public static Problem MailSettingsUnusable(string file, string fault) =>
        Warning("BTP5010", $"No mail is sent: the settings in {file} cannot be used: {fault.TrimEnd('.')}.", file);

    public static Problem HalfALogin(bool hasPassword) => Warning("BTP5010", "No mail is sent: " + (hasPassword
        ? "BINTRAY_SMTP_PASSWORD is set, and no user. Set BINTRAY_SMTP_USER, or \"user\" in mail.json."
        : "the mail server's user is set, and no password. Set BINTRAY_SMTP_PASSWORD."));

    public static Problem PasswordInTheClear(string host) => Warning(
        "BTP5010", $"No mail is sent: the password would go to {host} in the clear. Set BINTRAY_SMTP_SECURITY to starttls or tls.");

    public static Problem MailNotSent(string server, string words) => Warning(
        "BTP5011", $"The mail about this push was not sent by {server}: {words.TrimEnd('.')}. The push itself is not changed by that.");

    public static Problem MailNotAcknowledged(string server, string words) => Warning(
        "BTP5011", $"{server} did not say whether it has taken the mail about this push: {words.TrimEnd('.')}. It is not sent again, or "
            + "there might be two. The push itself is not changed by that.");

    public static Problem RecipientRefused(string server, string words) => Warning(
        "BTP5012", $"{server} refused some of those who should get the mail: {words.TrimEnd('.')}. The others got it.");

    public static Problem WebhookNotReached(string host, string words) => Warning(
        "BTP5013", $"The webhook on {host} was not told of this push: {words.TrimEnd('.')}. The push itself is not changed by that.");

    public static Problem NoReceipt(string file, string fault) => new(
        "BTP5014", Severity.Error, $"{file} is no receipt that can be told of: {fault.TrimEnd('.')}.", file);

    public static Problem NobodyToTell() => new(
        "BTP5015", Severity.Error, $"There is nobody to tell: give {Setting.Notify} with mail addresses, or {Setting.NotifyUrl}.");

    private static Problem Warning(string code, string text, string? file = null) => new(code, Severity.Warning, text, file);
}
