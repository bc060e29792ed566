using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>Whether the versions of a push are signed, and with what (semantics reference, section 6).</summary>
/// <param name="Sign">Whether they are signed.</param>
/// <param name="WithPassphrase">Whether the passphrase is used for it.</param>
/// <param name="Notice">What the user should know of it, if anything.</param>
public sealed record SigningDecision(bool Sign, bool WithPassphrase, Problem? Notice)
{
    /// <summary>
    /// Decides: an explicit parameter beats everything; without one a passphrase alone signs, whatever the descriptor says (G8).
    /// </summary>
    /// <param name="passphrase">Whether there is a passphrase that is not blank.</param>
    /// <param name="parameter">What the project says; <see langword="null"/> for nothing.</param>
    /// <param name="descriptor">What the descriptor says; <see langword="null"/> for nothing, or if there is none.</param>
    public static SigningDecision Make(bool passphrase, bool? parameter, bool? descriptor) => (passphrase, parameter, descriptor) switch
    {
        (_, false, _) => new(false, false, PlanProblems.NotSigned(passphrase)),
        (_, true, _) or (_, null, true) => new(true, passphrase, null),
        (true, null, _) => new(true, true, PlanProblems.SignedByPassphrase(flagOverruled: descriptor == false)),
        (false, null, _) => new(false, false, null),
    };
}
