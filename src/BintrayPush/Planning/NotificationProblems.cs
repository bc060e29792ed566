using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>What can be wrong with an order to tell somebody how a push has ended. It is known before the first write.</summary>
internal static class NotificationProblems
{
    public static Problem NotAnAddress(string address) => Error(
        "BTP5001", $"{Setting.Notify} names '{address}', which is no mail address. Separate several addresses by semicolons.");

    public static Problem TooManyAddresses(int count, int most) => Error(
        "BTP5001", $"{Setting.Notify} names {count} mail addresses, and {most} is the most. Use a mailing list.");

    public static Problem NotAnEnd(string value) =>
        Error("BTP5002", $"{Setting.NotifyOn} is '{value}'. Valid values: Always, Failure");

    /// <summary>The address may hold a token, so it is not repeated.</summary>
    public static Problem NotAWebhook(Setting setting) => Error(
        "BTP5003", $"{setting} is no address that can be called: a whole URL is expected, which begins with https://");

    public static Problem WebhookWithCredentials(Setting setting) => Error(
        "BTP5003",
        $"{setting} holds a user or a password, which would be kept in logs. Sign the calls instead: set BINTRAY_NOTIFY_SECRET in the "
            + "environment, and let the receiver check the signature.");

    public static Problem InsecureWebhook(Setting setting, string host) => Error(
        "BTP5003",
        $"{setting} speaks plain http to {host}, where everybody on the way can read and change it. Use https, or set "
            + $"{Setting.AllowInsecureConnections.On}.");

    private static Problem Error(string code, string text) => new(code, Severity.Error, text);
}
