namespace BintrayPush.Api.Http;

/// <summary>A user and an API key (protocol reference 1.2).</summary>
/// <param name="User">The user name.</param>
/// <param name="Key">The API key, sent as the password.</param>
public sealed record Credentials(string User, Secret Key);
