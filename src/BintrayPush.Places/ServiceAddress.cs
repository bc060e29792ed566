using BintrayPush.Messages;

namespace BintrayPush.Places;

/// <summary>
/// Finds URLs that were copied from a browser, a feed or another client: they lead into the service, and every call built on them misses.
/// What no URL shows is found when the service answers.
/// </summary>
internal static class ServiceAddress
{
    private static readonly string[] PartsOfCalls = ["content", "dl", "repos", "packages", "file_metadata", "gpg"];

    /// <summary>A company may well have its service below one of the others.</summary>
    private static readonly string[] NoPrefixes = ["content", "dl"];

    /// <summary>What is wrong with the URL of a service, or nothing.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="repo">What is pushed to, as it was given.</param>
    /// <param name="setting">What names the URL.</param>
    public static Problem? FaultOf(ServiceUrl url, string? repo, Setting setting)
    {
        var segments = url.Url.AbsolutePath.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        var subject = (repo ?? "").Split('/')[0].Trim();
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if ((isLast ? NoPrefixes : PartsOfCalls).Contains(segments[i], StringComparer.OrdinalIgnoreCase)
                && (isLast || Is(segments[i + 1], subject)))
            {
                return Wrong(i, $"'/{segments[i]}' is a part of its calls, which are added to the URL");
            }

            if (i == segments.Length - 2 && Is($"{segments[i]}/{segments[i + 1]}", (repo ?? "").Trim()))
            {
                return Wrong(i, "it ends with the repository, which is named apart from it");
            }
        }

        return segments.Length > 0 && segments[segments.Length - 1].EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Wrong(0, $"'{segments[segments.Length - 1]}' is a document, as a feed has it")
            : null;

        Problem Wrong(int kept, string fault) =>
            PlaceProblems.AddressWrong(
                setting, url.ToString(), fault, new UriBuilder(url.Url) { Path = string.Join("/", segments.Take(kept)) }.Uri.AbsoluteUri);
    }

    private static bool Is(string text, string expected) =>
        expected.Length > 0 && string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
