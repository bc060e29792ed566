using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Http.Connection;

/// <summary>A web page where an answer of the API is expected: its title says all that matters of it.</summary>
internal static class WebPage
{
    private const int LongestTitle = 200;
    private static readonly Regex TitleOf = new(
        "<title[^>]*>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    /// <summary>Whether a text is a page, and not a message that happens to be no JSON.</summary>
    public static bool Is(string text) =>
        text.Length > 0 && text[0] == '<'
            && (
                text.IndexOf("<html", StringComparison.OrdinalIgnoreCase) >= 0
                    || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase));

    /// <summary>The page in words: its title and, if it says so, who wrote it.</summary>
    public static string Words(string text, HttpResponseHeaders headers)
    {
        var found = TitleOf.Match(text);
        var title = found.Success ? found.Groups[1].Value.Trim() : "";
        var server = headers.TryGetValues("Server", out var values) ? values.FirstOrDefault() : null;
        return (
            title.Length == 0
                ? "a web page without a title"
                : $"a web page, '{Bounded(title)}'") + (string.IsNullOrWhiteSpace(server) ? "" : $", of {Bounded(server!.Trim())}");
    }

    private static string Bounded(string text) =>
        LogText.Clean(text.Length > LongestTitle ? text.Substring(0, LongestTitle) + "..." : text);
}
