namespace BintrayPush.Api.Model;

/// <summary>
/// Asks a service that has announced it can to keep what has come of an upload if it is cut off, and goes on where an earlier one was.
/// </summary>
public sealed record Resumption
{
    /// <summary>The smallest file that is worth it: of a smaller one the question for its rest takes as long as sending it again.</summary>
    public const long SmallestFile = 8 << 20;

    /// <summary>How many bytes the service has already; the content is what comes after them.</summary>
    public long Offset { get; init; }

    /// <summary>
    /// The SHA-256 of the bytes before <see cref="Offset"/>, lower-case hexadecimal. The service compares what it has with it: it may be of
    /// another file of the same name and size, or damaged.
    /// </summary>
    public string? Sha256Before { get; init; }

    /// <summary>Who uploads, where a server says so to its store: nobody goes on with the upload of another.</summary>
    public string? Uploader { get; init; }
}
