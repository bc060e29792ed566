namespace BintrayPush.Server.Http;

/// <summary>
/// Where a failure is answered as plain text: on the download address, whose clients show what they get (protocol reference 1.5, 13).
/// A client that accepts JSON gets JSON there, too.
/// </summary>
internal static class PlainText
{
    public static bool IsFor(HttpRequest request, IReadOnlyList<string> segments) =>
        segments is ["dl", ..] or ["api", "v1", "dl", ..]
            && !request.Headers.Accept.Any(types => types?.Contains("json", StringComparison.OrdinalIgnoreCase) == true);
}
