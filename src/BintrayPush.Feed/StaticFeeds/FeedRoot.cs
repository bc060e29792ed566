using System.Diagnostics.CodeAnalysis;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>
/// Where a web server will answer with the documents of a feed. They name each other by it: clients follow no address that is relative.
/// </summary>
public sealed record FeedRoot
{
    private const int Longest = 500;

    private FeedRoot(string value) => Value = value;

    /// <summary>The address of the folder, ending in a slash.</summary>
    public string Value { get; }

    /// <summary>Checks an address from outside.</summary>
    /// <param name="text">The address of the folder, or of the <c>index.json</c> in it.</param>
    /// <param name="root">The root.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out FeedRoot? root, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        root = null;
        fault = FindFault(text, out var url);
        if (fault is not null)
        {
            return false;
        }

        const string Index = "/index.json";
        var folder = url!.AbsoluteUri;
        folder = folder.EndsWith(Index, StringComparison.OrdinalIgnoreCase) ? folder[..^Index.Length] : folder;
        root = new FeedRoot($"{folder.TrimEnd('/')}/");
        return true;
    }

    /// <summary>The address.</summary>
    public override string ToString() => Value;

    private static string? FindFault(string text, out Uri? url)
    {
        url = null;
        if (text.Length > Longest)
        {
            return $"the address of the feed has more than {Longest} characters";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https"))
        {
            return $"'{LogText.Clean(text)}' is no address of the web (https://...) by which the feed will be found";
        }

        // Never repeated: it may hold a password.
        return url.UserInfo.Length > 0 ? "the address of the feed names a user; clients bring their own"
            : url.Query.Length + url.Fragment.Length > 0 ? "the address of the feed holds a '?' or a '#'; it is that of a folder"
            : null;
    }
}
