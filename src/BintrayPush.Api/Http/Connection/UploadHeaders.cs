using System.Globalization;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// The fields of an upload that can be resumed. All but the last are those of the HTTP working group's draft (resumable uploads for HTTP);
/// the address of what is kept is the address of the file itself, since clients hardly ever see the interim answer that could name another.
/// </summary>
public static class UploadHeaders
{
    /// <summary>How many bytes of the file have come before.</summary>
    public const string Offset = "Upload-Offset";

    /// <summary>The size of the whole file.</summary>
    public const string Length = "Upload-Length";

    /// <summary>Whether the body reaches to the end of the file; who sends it wants what came to be kept.</summary>
    public const string Complete = "Upload-Complete";

    /// <summary>The SHA-256 of the bytes before the offset.</summary>
    public const string Sha256Before = "X-Checksum-Sha2-Before";

    /// <summary>The media type of a body that goes on with an upload.</summary>
    public const string PartialType = "application/partial-upload";

    /// <summary>The value of <see cref="Complete"/> for yes.</summary>
    public const string Yes = "?1";

    /// <summary>The value of <see cref="Complete"/> for no.</summary>
    public const string No = "?0";

    /// <summary>A number of bytes as a value.</summary>
    public static string Format(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of bytes in a value, or <see langword="null"/> if it is none.</summary>
    public static long? Parse(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}
