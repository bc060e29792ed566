using BintrayPush.Api.Names;
using BintrayPush.Messages;
using BintrayPush.Verify;

namespace BintrayPush.Places;

/// <summary>Compares the place of a push, as its receipt says it, with another one.</summary>
public static class PlaceOfReceipt
{
    private static StringComparison PathComparison => Path.DirectorySeparatorChar == '\\'
        ? StringComparison.OrdinalIgnoreCase
        : StringComparison.Ordinal;

    /// <summary>Whether a receipt is of a push to a place; another place would answer for files that were never pushed to it.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public static Problem? FaultOf(StoredReceipt receipt, ChosenPlace place) =>
        IsOf(receipt, place) ? null : VerifyProblems.ReceiptOfOtherPlace(receipt, place.Name);

    private static bool IsOf(StoredReceipt receipt, ChosenPlace place) => place switch
    {
        ChosenPlace.Service service => ServiceUrl.TryParse(receipt.Destination, out var url, out _) && url == service.Url,
        ChosenPlace.Folder folder =>
            string.Equals(receipt.Destination.TrimEnd('/', '\\'), folder.Path.TrimEnd('/', '\\'), PathComparison),
        _ => throw new InvalidOperationException("There is no third kind of place."),
    };
}
