using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Checksums as headers announce them (protocol reference 8.1, section 17).</summary>
internal static class Checksums
{
    /// <summary>The SHA-256 of the body, if it is announced: the API's own header, or the one named after the algorithm.</summary>
    public static string? Sha256(IHeaderDictionary headers)
    {
        var header = headers["X-Checksum-Sha2"];
        return Read("SHA-256", header.Count > 0 ? header : headers["X-Checksum-Sha256"], 64);
    }

    /// <summary>A checksum, or <see langword="null"/> if there is none.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it is no checksum.</exception>
    public static string? Read(string name, string? header, int digits) =>
        string.IsNullOrWhiteSpace(header) ? null
        : header.Trim().ToLowerInvariant() is var text && text.Length == digits && text.All(char.IsAsciiHexDigit) ? text
        : throw Refusal.BadRequest($"what is announced as {name} is not {digits} hexadecimal digits");
}
