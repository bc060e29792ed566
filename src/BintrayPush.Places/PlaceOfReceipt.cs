using BintrayPush.Messages;
using BintrayPush.Verify;

namespace BintrayPush.Places;

/// <summary>Compares the place of a push, as its receipt says it, with another one.</summary>
public static class PlaceOfReceipt
{
    /// <summary>Whether a receipt is of a push to a place; another place would answer for files that were never pushed to it.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public static Problem? FaultOf(StoredReceipt receipt, ChosenPlace place) =>
        place.IsNamedBy(receipt.Destination) ? null : VerifyProblems.ReceiptOfOtherPlace(receipt, place.Name);
}
