using System.Globalization;

namespace BintrayPush.Messages;

/// <summary>
/// What happened to a call, whichever call it was: it has one code, one cause and one cure. What a service refuses for the call's own sake
/// (a name, a path, a field) is not among them: only the call knows what to do about that. Pure.
/// </summary>
/// <param name="Code">The code.</param>
/// <param name="Happened">What happened, as sentences.</param>
/// <param name="Cure">What to do about it, as sentences.</param>
public sealed record ServiceFailure(string Code, string Happened, string Cure)
{
    private const int TooLarge = 413;
    private const string Environment = "Set BINTRAY_USER and BINTRAY_API_KEY in the environment, or give credentials.json in BINTRAY_HOME "
        + "an entry for this host ('bintray login' writes it).";

    /// <summary>Says what happened, or nothing if only the call itself can.</summary>
    public static ServiceFailure? Of(BintrayException failure) =>
        SignInFailure.Of(failure) ?? OfConnection(failure) ?? OfAnswer(failure);

    /// <summary>The service's own words, with the status if there was an answer.</summary>
    public static string Said(Exception cause) =>
        cause is BintrayException { Status: not BintrayException.NoAnswer } refusal
            ? $"{refusal.Message.TrimEnd(' ', '.')} (status {refusal.Status})."
            : Sentence(cause.Message);

    /// <summary>A text that ends like a sentence.</summary>
    internal static string Sentence(string text)
    {
        var words = text.TrimEnd();
        return words.Length > 0 && words[words.Length - 1] is '.' or '?' ? words : words + ".";
    }

    private static ServiceFailure? OfConnection(BintrayException failure) => failure.Failure switch
    {
        CallFailure.Unreachable => Connection(
            "BTP4030", failure, $"Look at {Setting.Url}, whether the service runs there, and whether something in between (a "
                + "firewall, a VPN) lets this machine through."),
        CallFailure.UnknownHost => Connection(
            "BTP4031",
            failure,
            $"Look at the name of the host in {Setting.Url}, and whether this machine can ask for names (its network, its VPN)."),
        CallFailure.CertificateUntrusted => Connection(
            "BTP4032", failure, "If that authority is your company's, name a PEM file with its certificate in "
                + $"{Setting.CertificateAuthorityFile}; if you do not know it, somebody may be listening."),
        CallFailure.CertificateOfOtherHost => Connection(
            "BTP4033",
            failure,
            $"Write into {Setting.Url} a name that the certificate is for, or have the service get one for the name that you use."),
        CallFailure.CertificateExpired => Connection(
            "BTP4034", failure, "Whoever runs the service must renew it. If this machine's clock is wrong, set it."),
        CallFailure.CertificateUnfit => Connection(
            "BTP4035", failure, $"Whoever runs the service must give it a certificate of an authority; "
                + $"{Setting.CertificateAuthorityFile} must name the authority's certificate, not the server's."),
        CallFailure.TlsRejected => Connection(
            "BTP4044",
            failure,
            "The two may have no version of TLS in common, or the service asks for a certificate of the caller. Ask whoever runs it."),
        CallFailure.TlsToPlainPort => Connection(
            "BTP4036", failure, $"Give {Setting.Url} the port that speaks TLS; or write http:// in it, if the service is on this "
                + $"machine or the way to it is safe ({Setting.AllowInsecureConnections.On})."),
        CallFailure.PlainToTlsPort => Connection("BTP4037", failure, $"Write https:// in {Setting.Url}."),
        CallFailure.NotAnApi or CallFailure.Unreadable => Connection(
            "BTP4042", failure, $"What answers at {Setting.Url} is not the API of a Bintray-style service. Give its base URL, as "
                + "https://bintray.example or https://bintray.example/api/v1."),
        CallFailure.Intermediary when failure.Status == TooLarge => TooLargeFor(failure, "A proxy or another machine before the service"),
        CallFailure.Intermediary when failure.Status is 407 or BintrayException.NoAnswer => new(
            "BTP4040", $"The proxy of this machine's settings refused: {Said(failure)}", "Look at HTTPS_PROXY and HTTP_PROXY: the proxy "
                + "may want a user and a password in them; NO_PROXY names hosts that are reached without it."),
        CallFailure.Intermediary when failure.Status != BintrayException.Unauthorized => new(
            "BTP4040",
            $"A proxy or another machine before the service answered in its place: {Said(failure)}{Tried(failure)}",
            $"Ask whoever runs it whether the service behind it runs, and what it lets through; look at {Setting.Url}."),
        CallFailure.BrokenOff or CallFailure.Silent => Lost(failure),
        _ => failure.Status == BintrayException.NoAnswer ? Lost(failure) : null,
    };

    private static ServiceFailure? OfAnswer(BintrayException failure) => failure.Status switch
    {
        BintrayException.Unauthorized => failure.Caller is { } caller
            ? new(
                "BTP4010",
                $"The service does not know who calls: {Said(failure)} It was called by {caller}.",
                $"Look whether both belong together and to this service: a key that was replaced is not known any more. {Environment}")
            : new(
                "BTP4010",
                $"The service does not know who calls: {Said(failure)} It was called without a user, since none is known for this host.",
                Environment),
        BintrayException.Forbidden => new(
            "BTP4039",
            $"{Upper(failure.Caller ?? "Somebody without credentials")} may not do this: {Said(failure)}",
            $"Ask whoever administers the service to give {(failure.Caller is null ? "you a user with" : "that user")} the role that the "
                + "service names: 'publish' to push and publish, 'admin' to create or change repositories; or call as another user."),
        TooLarge => TooLargeFor(failure, "The service"),
        var status when BintrayException.IsTransient(status) => new(
            "BTP4043",
            $"The service failed, or has too much to do: {Said(failure)}{Tried(failure)}",
            "Try again; if it happens again, look at the log of the service. A folder must be writable, and its disk must have room."),
        _ => null,
    };

    private static ServiceFailure Connection(string code, BintrayException failure, string cure) =>
        new(code, $"{Upper(Said(failure))}{Tried(failure)}", cure);

    private static ServiceFailure Lost(BintrayException failure) => new(
        "BTP4038", $"There was no answer: {Said(failure)}{Tried(failure)}", "Try again; if it happens again, look at the line and at the "
            + $"log of the service. {Setting.TimeoutSeconds} says how long it may be silent.");

    private static ServiceFailure TooLargeFor(BintrayException failure, string who) => new(
        "BTP4041", $"{who} takes nothing as large as this: {Said(failure)}", "Whoever runs it must raise its limit for the size of a "
            + "request (client_max_body_size of nginx, for example), or the file must become smaller.");

    private static string Tried(BintrayException failure) => failure.Tried < TimeSpan.FromSeconds(1)
        ? ""
        : string.Format(
            CultureInfo.InvariantCulture,
            " It was tried for {0:0} {1}.",
            failure.Tried.TotalSeconds,
            failure.Tried < TimeSpan.FromSeconds(1.5) ? "second" : "seconds");

    /// <summary>Sentences of ours begin with a capital; the name of a host stays as it is.</summary>
    private static string Upper(string text) =>
        text.StartsWith("the ", StringComparison.Ordinal) || text.StartsWith("no ", StringComparison.Ordinal)
        ? char.ToUpperInvariant(text[0]) + text.Substring(1)
        : text;
}
