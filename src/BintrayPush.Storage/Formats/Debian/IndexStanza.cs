namespace BintrayPush.Storage.Formats.Debian;

/// <summary>The fields that an index adds to the stanza of a package, by which it is found again in a later one.</summary>
internal static class IndexStanza
{
    public const string FileName = "Filename";

    public const string Size = "Size";

    public const string Sha256 = "SHA256";

    /// <summary>The value of a field of one line; <see langword="null"/> if the stanza has none.</summary>
    public static string? ValueOf(string stanza, string field)
    {
        var start = $"\n{field}: ";
        var at = stanza.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        at += start.Length;
        var end = stanza.IndexOf('\n', at);
        return end < 0 ? stanza.Substring(at) : stanza.Substring(at, end - at);
    }
}
