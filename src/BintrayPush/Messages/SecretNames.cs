namespace BintrayPush.Messages;

/// <summary>Names under which people write down credentials, where those are kept for everybody to read.</summary>
public static class SecretNames
{
    private static readonly string[] Words =
    [
        "user", "username", "key", "apikey", "password", "passwd", "passphrase", "gpgpassphrase", "gpgkey", "gpgprivatekey", "gpgpassword",
        "token", "idtoken", "accesstoken", "secret", "apisecret", "credential", "credentials",
    ];

    /// <summary>Names of properties that hold nothing but a credential.</summary>
    public static IReadOnlyList<string> OfProperties { get; } =
    [
        "BintrayUser",
        "BintrayUserName",
        "BintrayKey",
        "BintrayApiKey",
        "BintrayPassword",
        "BintrayPassphrase",
        "BintrayGpgPassphrase",
        "BintrayToken",
        "BintrayIdToken",
        "BintraySecret",
    ];

    /// <summary>Whether a property or metadatum of ours would hold a credential.</summary>
    public static bool IsOfBuild(string name) =>
        Plain(name) is var plain && plain.StartsWith("bintray", StringComparison.Ordinal)
            && Words.Contains(plain.Substring("bintray".Length));

    /// <summary>Whether a field of a descriptor would hold a credential.</summary>
    public static bool IsOfDescriptor(string field) =>
        Plain(field) is var plain && plain is not ("user" or "username" or "key") && Words.Contains(plain);

    private static string Plain(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();
}
