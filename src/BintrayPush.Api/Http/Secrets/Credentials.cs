using BintrayPush.Api.Model;

namespace BintrayPush.Api.Http.Secrets;

/// <summary>A user and an API key (protocol reference 1.2).</summary>
/// <param name="User">The user name.</param>
/// <param name="Key">The API key, sent as the password.</param>
public sealed record Credentials(string User, Secret Key)
{
    /// <summary>Where the key comes from, in words that end a sentence with "the key"; for messages.</summary>
    public string? Source { get; init; }

    /// <summary>Who calls, for messages; never the key.</summary>
    internal string Caller => $"the user '{User}'" + (Source is null ? "" : $" with the key {Source}");
}
