namespace BintrayPush.Signing.OpenPgp;

/// <summary>The kinds of keys that are made.</summary>
public enum KeyType
{
    /// <summary>Small and fast; known to GnuPG since 2.1.</summary>
    Ed25519,

    /// <summary>For clients that know nothing newer.</summary>
    Rsa3072,

    /// <summary>The same, with more reserve.</summary>
    Rsa4096,
}
