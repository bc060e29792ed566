namespace BintrayPush.Server.Access;

/// <summary>
/// The one text that NuGet's clients send as a key (<c>X-NuGet-ApiKey</c>): <c>user:key</c>, or the key alone of the user that has the name
/// of the subject.
/// </summary>
internal static class NuGetKey
{
    private const string Header = "X-NuGet-ApiKey";

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
