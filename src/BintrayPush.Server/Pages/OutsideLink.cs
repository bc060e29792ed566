namespace BintrayPush.Server.Pages;

/// <summary>Links that somebody else has written.</summary>
internal static class OutsideLink
{
    private const int Longest = 2_000;

    /// <summary>An address that a page may lead to: one of the web, and nothing that runs; <see langword="null"/> for any other.</summary>
    public static string? Checked(string? url) =>
        url is { Length: <= Longest } && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0
            ? address.AbsoluteUri
            : null;

    /// <summary>Likewise, also for mail.</summary>
    public static string? CheckedOfDocument(string? url) =>
        Checked(url) ?? (url is { Length: <= Longest } && Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeMailto ? address.AbsoluteUri : null);
}
