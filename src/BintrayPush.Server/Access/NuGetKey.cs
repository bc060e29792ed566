using BintrayPush.Server.Users;

namespace BintrayPush.Server.Access;

/// <summary>
/// The one text that NuGet's clients send as a key (<c>X-NuGet-ApiKey</c>): <c>user:key</c>, or the key alone of the user that has the name
/// of the subject.
/// </summary>
internal static class NuGetKey
{
    private const string Header = "X-NuGet-ApiKey";

    /// <summary>
    /// Whether the key of a change counts in place of the login that came with it. Who has a login sends any text as a key, because clients
    /// insist on one; but what has the form of a key is meant, and may be one that is worth less than the login.
    /// </summary>
    public static bool IsMeant(HttpContext http, IReadOnlyList<string> segments) =>
        !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
        && Read(http, segments) is var (name, key)
        && (name != segments[1] || KeyHash.IsForm(key) || IssuedKeys.IsOne(key)
            || http.Request.Headers[Header].ToString().Contains(':', StringComparison.Ordinal));

    /// <summary>Whether a request comes from one of NuGet's clients, which send a login only when they are asked for it.</summary>
    public static bool IsWithheld(HttpRequest request) =>
        request.Headers.ContainsKey("X-NuGet-Session-Id")
        || request.Headers.UserAgent.ToString().StartsWith("NuGet ", StringComparison.Ordinal);

    /// <summary>The name and the key of a request to a feed; <see langword="null"/> if it has none.</summary>
    public static (string Name, string Key)? Read(HttpContext http, IReadOnlyList<string> segments)
    {
        if (segments is not ["nuget", var subject, ..] || http.Request.Headers[Header] is not [{ Length: > 0 } text])
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (subject, text) : (text[..colon], text[(colon + 1)..]);
    }
}
