namespace BintrayPush.Api.Service;

/// <summary>Whether a key can sign, with what was given to open it.</summary>
public enum KeyState
{
    /// <summary>It can.</summary>
    Usable,

    /// <summary>Its passphrase is needed.</summary>
    PassphraseMissing,

    /// <summary>The passphrase is another one.</summary>
    PassphraseWrong,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>The key of the installation, which it is kept under, is not there or another one.</summary>
    Locked,
}
