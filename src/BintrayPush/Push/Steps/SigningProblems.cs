using BintrayPush.Api.Service;
using BintrayPush.Messages;
using BintrayPush.Planning;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Push.Steps;

/// <summary>Why versions that are to be signed cannot be.</summary>
internal static class SigningProblems
{
    private const string Passphrase = "BINTRAY_GPG_PASSPHRASE";

    /// <summary>What stands against signing for a subject; <see langword="null"/> if nothing does.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="key">Its key, as the service tells it.</param>
    public static Problem? Of(string subject, SubjectKey? key) => key?.State switch
    {
        null => Error(
            "BTP4064",
            $"What is pushed is to be signed, and the service has no key for {subject}. Nothing was sent. Make one ('bintray-server key "
                + $"generate {subject}', or 'bintray key generate {subject}' for the embedded repository), or {Unsigned}"),
        KeyState.PassphraseMissing => Error(
            "BTP4065", $"{Key(subject, key)} needs its passphrase. Nothing was sent. Set {Passphrase} in the environment, or {Unsigned}"),
        KeyState.PassphraseWrong => Error(
            "BTP4066", $"{Key(subject, key)} does not open with what {Passphrase} says. Nothing was sent."),
        KeyState.Expired => Error(
            "BTP4067", $"{Key(subject, key)} has expired. Nothing was sent. Make another one on the service, or {Unsigned}"),
        KeyState.Revoked => Error(
            "BTP4068", $"{Key(subject, key)} is revoked. Nothing was sent. Make another one on the service, or {Unsigned}"),
        KeyState.Locked => Error(
            "BTP4071",
            $"{Key(subject, key)} does not open: the service does not have the key of its installation, under which it is kept. Nothing "
                + "was sent. Put that file back on the service, or make another key."),
        _ => null,
    };

    /// <summary>A service without any keys has said so, or has signed nothing.</summary>
    public static Problem NothingSigned(VersionAddress version, string warning) => Error(
        "BTP4020",
        $"Version {version} is to be signed, and the service does not do it: {warning.TrimEnd(' ', '.')}. Nothing is published; push to a "
            + $"service that signs, or {Unsigned}");

    /// <summary>The service has answered that it did, and there are files without a signature.</summary>
    public static Problem LeftUnsigned(VersionAddress version, IReadOnlyList<RepositoryPath> files) => Error(
        "BTP4020",
        $"Version {version} is to be signed, and the service says that it has, but there is no signature of "
            + $"{Named([.. files.Select(file => file.Value)])}. Nothing is published; store a key on the service, or {Unsigned}");

    /// <summary>The service refused to sign what has arrived.</summary>
    public static Problem Refused(VersionAddress version, Exception cause) => Refusal(
        "BTP4009",
        cause,
        $"Version {version} could not be signed",
        cure: "",
        after: $" Nothing is published; push again when that is mended. 'bintray discard {version}' drops what has arrived.");

    /// <summary>The service says beforehand that it could not sign.</summary>
    public static Problem WouldBeRefused(VersionAddress version, Exception cause) => Refusal(
        "BTP4009", cause, $"Version {version} could not be signed", cure: "", after: " Nothing was sent.");

    /// <summary>A file of the push would lie where the signature of another one is to be, and is none.</summary>
    public static Problem NoSignature(PlannedFile file, RepositoryPath signed) => Error(
        "BTP4074",
        $"'{signed}' is to be signed, and {file.Artifact.LocalPath} would lie in the place of its signature and is none. Nothing was sent. "
            + $"Give it another {Setting.Path}, leave it out, or {Unsigned}",
        file.Artifact.LocalPath);

    /// <summary>A file is to be signed, and is called like a signature, which gets none.</summary>
    public static Problem CalledLikeSignature(PlannedFile file) => Error(
        "BTP4074",
        $"'{file.Path}' is to be signed, and is called like a signature, which gets none itself; it is no signature. Nothing was sent. "
            + $"Give it another {Setting.Path}, or {Unsigned}",
        file.Artifact.LocalPath);

    /// <summary>The push brought a signature, and the service has made another one in its place.</summary>
    public static Problem OtherSignature(PlannedFile file) => Error(
        "BTP4075",
        $"'{file.Path}' that this push brings is of other bytes than the file beside it, or by a key that is revoked: the service has made "
            + "another signature in its place. Nothing is published. Leave it out, and push again; or bring one of these bytes.",
        file.Artifact.LocalPath);

    /// <summary>It took too long.</summary>
    public static Problem TooSlow(VersionAddress version, TimeSpan limit) => Error(
        "BTP4009",
        $"Version {version} could not be signed: the service did not finish within {limit.TotalSeconds:0} seconds. Nothing is published; "
            + "push again.");

    /// <summary>What stands against signing, where signatures are wanted only if they can be had.</summary>
    public static Problem GoesOnWithout(Problem problem) => new(
        "BTP4069",
        Severity.Message,
        $"Nothing is signed, as {Setting.GpgSign}=ifAvailable allows: {FirstSentence(problem.Text)}.");

    private static string Key(string subject, SubjectKey key) => $"The key of {subject} ({key.Fingerprint})";

    private static string FirstSentence(string text) =>
        text.IndexOf(". Nothing ", StringComparison.Ordinal) is > 0 and var end ? text.Substring(0, end) : text;

    private static string Unsigned => $"set {Setting.GpgSign}=false to publish it unsigned.";
}
