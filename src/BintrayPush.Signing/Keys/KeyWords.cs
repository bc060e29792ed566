using BintrayPush.Signing.OpenPgp;

namespace BintrayPush.Signing.Keys;

/// <summary>Why a key does not sign, and what is to be done, in words.</summary>
internal static class KeyWords
{
    public static string Damaged(string subject) => $"the record of the keys of '{subject}' is damaged: put it back from a backup, or make "
        + $"another key with 'key generate {subject} --replace'";

    public static string None(string subject) => $"'{subject}' has no key to sign with: make one with 'key generate {subject}'";

    /// <summary>Clocks differ; a key that is younger than this is one of a clock that is wrong, and nobody takes its signatures.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <exception cref="KeyRefusedException">The key is revoked, has expired, or is from the future: nobody signs with it.</exception>
    public static void RequireFit(PublicKey key, DateTimeOffset now)
    {
        if (key.Created > now + Tolerance)
        {
            throw new KeyRefusedException(
                $"the key {key} was made on {WireDate.Format(key.Created)}, which is still to come: a clock is or was wrong");
        }

        if (key.IsRevoked || key.Expires <= now)
        {
            throw new KeyRefusedException(
                key.IsRevoked ? $"the key {key} is revoked" : $"the key {key} has expired on {WireDate.Format(key.Expires!.Value)}");
        }
    }

    /// <param name="subject">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="installation">
    /// The file of the key of the installation; <see langword="null"/> for who has only asked for a signature, and learns no path.
    /// </param>
    public static string Of(string subject, SubjectKey key, string? installation) => key.State switch
    {
        KeyState.PassphraseMissing => $"the key of '{subject}' ({key.Fingerprint}) needs its passphrase, and none was given",
        KeyState.PassphraseWrong => $"the key of '{subject}' ({key.Fingerprint}) does not open with the passphrase that was given",
        KeyState.Expired => $"the key of '{subject}' ({key.Fingerprint}) has expired on {WireDate.Format(key.Expires!.Value)}: make "
            + $"another one with 'key generate {subject}'",
        KeyState.Revoked => $"the key of '{subject}' ({key.Fingerprint}) is revoked: make another one with 'key generate {subject}'",
        KeyState.Locked => $"the key of '{subject}' ({key.Fingerprint}) does not open: the key of the installation"
            + $"{(installation is null ? "" : $", '{installation}',")} is not there or another one",
        _ => $"the key of '{subject}' ({key.Fingerprint}) signs",
    };
}
