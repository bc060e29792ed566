using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server.Feed;

/// <summary>
/// Says why where NuGet's clients look: they print the words behind a status, and one header of an answer that succeeds, and no body.
/// </summary>
internal static class FeedReason
{
    private const string Feeds = "/nuget/";
    private const string WarningHeader = "X-NuGet-Warning";
    private const int Longest = 400;

    /// <summary>Tells why a request to a feed failed.</summary>
    public static void Tell(HttpContext http, string target, string message)
    {
        if (target.StartsWith(Feeds, StringComparison.Ordinal)
            && http.Features.Get<IHttpResponseFeature>() is { HasStarted: false } response)
        {
            // As late as can be: whatever else makes the answer may clear what was said before.
            http.Response.OnStarting(() =>
            {
                response.ReasonPhrase = OneLine(message);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Tells what is to be known of a push that succeeded.</summary>
    public static void Warn(HttpContext http, string? warning)
    {
        if (warning is not null)
        {
            http.Response.Headers[WarningHeader] = OneLine(warning);
        }
    }

    /// <summary>A header takes visible ASCII only.</summary>
    private static string OneLine(string text)
    {
        var line = string.Concat(text.Take(Longest).Select(sign => sign is >= ' ' and <= '~' ? sign : '?'));
        return text.Length > Longest ? $"{line}..." : line;
    }
}
