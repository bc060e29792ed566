using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Verify;

/// <summary>Problems of reading back what is public.</summary>
internal static class VerifyProblems
{
    /// <param name="file">The file that is not there.</param>
    /// <param name="near">Receipts of other configurations or frameworks.</param>
    public static Problem ReceiptMissing(string file, IReadOnlyList<string> near) => Error(
        "BTP1028",
        near.Count == 0
            ? $"There is no receipt {file}. Push first, or name the receipt of the push that is meant with {Setting.VerifiedReceipt}."
            : $"There is no receipt {file}, but there is {Named(near)}. If that push is meant, build the same configuration (-c "
                + $"{ConfigurationOf(near[0])}), or name it with {Setting.VerifiedReceipt}.",
        file);

    private static string ConfigurationOf(string receipt) =>
        receipt.Split('/', '\\').FirstOrDefault(segment => segment.Equals("Debug", StringComparison.OrdinalIgnoreCase)) ?? "Release";

    public static Problem ReceiptUnreadable(string file, Exception cause) => Error(
        "BTP1028", $"The receipt {file} cannot be read: {Sentence(cause.Message)}", file);

    public static Problem NotAReceipt(string file, string fault, int line = 0, int column = 0) => new(
        "BTP1029",
        Severity.Error,
        $"{file} is not a receipt that can be verified: {fault}. Name the file that a push wrote; if it was changed by hand, push again.",
        file,
        line,
        column);

    public static Problem ReceiptOfOtherPlace(StoredReceipt receipt, string place) => Error(
        "BTP1030",
        $"The receipt {receipt.File} is of a push to {LogText.Shorten(receipt.Destination)}, and {Setting.Url} names {place}. Set "
            + $"{Setting.Url} to the place that was pushed to, or name another receipt with {Setting.VerifiedReceipt}.",
        receipt.File);

    public static Problem PublishedMissing(ClaimedFile file, string where) => Error(
        "BTP3008",
        $"{file.Address} is not there{where}: {Expected(file)}, and nobody can read it. It was deleted after the push, or its repository "
            + "is private and no credentials were given.");

    public static Problem PublishedDiffers(ClaimedFile file, string where, string found, string cause) => Error(
        "BTP3009",
        $"{file.Address} is not what was pushed{where}: {Expected(file)}, and there are {found}. {cause}");

    public static Problem PublishedUnreadable(ClaimedFile file, Exception cause) => Refusal(
        "BTP4013",
        cause,
        $"{file.Address} could not be read back",
        "",
        after: " Whether it is what was pushed is not known; verify again.");

    public static Problem ReceiptIncomplete(StoredReceipt receipt) => Error(
        "BTP3010",
        $"The receipt {receipt.File} is of a push that did not come to its "
            + $"end{(receipt.LeftOut.Count == 0 ? "" : $" ({Named(receipt.LeftOut)} did not arrive)")}. Push again, and verify that.",
        receipt.File);

    public static Problem NothingVerified(StoredReceipt receipt) => Error(
        "BTP3011",
        receipt.Release is { } release
            ? $"Nothing was verified: by the receipt {receipt.File} the push has staged a leg of release {release}, which is public when "
                + $"that is sealed. Publish it with 'bintray release seal {release}', and verify then."
            : $"Nothing was verified: by the receipt {receipt.File} the push made no file public whose content is known. Push with "
                + $"{Setting.Publish.With("true")}, and verify that.",
        receipt.File);

    public static Problem NotPublic(IReadOnlyList<string> files) => Warning(
        "BTP3012", $"Not verified, since they are not public, and were not by the receipt: {Named(files)}.");

    public static Problem NeverSent(IReadOnlyList<string> files) => Warning(
        "BTP3013", $"Not verified, since the push left them out: {Named(files)}.");

    public static Problem UnpackedUnknown(IReadOnlyList<FileAddress> archives) => Warning(
        "BTP3014", "Not verified, since the service unpacked them and only it knows into what: "
            + $"{Named([.. archives.Select(archive => archive.ToString())])}.");

    private static string Expected(ClaimedFile file) => $"the receipt says {Words(file.Content)}";
}
