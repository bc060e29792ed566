namespace BintrayPush.Server.Settings;

/// <summary>A provider of identities (OpenID Connect) that vouches for people who sign in to the web pages.</summary>
/// <param name="Issuer">Its address, as it stands in its tokens.</param>
/// <param name="Client">How it knows this server.</param>
public sealed record PageSignIn(Uri Issuer, string Client)
{
    /// <summary>The variable that holds the secret of the client, if no file does.</summary>
    public const string SecretVariable = "BINTRAY_OIDC_CLIENT_SECRET";

    /// <summary>Which claim has the name of the user if nothing else is set.</summary>
    public const string DefaultClaim = "preferred_username";

    /// <summary>Which claim has the name of the user.</summary>
    public string Claim { get; init; } = DefaultClaim;

    /// <summary>The file that holds the secret of the client; <see langword="null"/> for the variable, or for none.</summary>
    public string? SecretFile { get; init; }
}
