using System.IO.Compression;
using System.Security.Cryptography;
using BintrayPush.Server.Http;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Feed;

/// <summary>
/// Sends documents of a feed. Each is to be asked for again, and costs nothing then if it has not changed (RFC 9110, "If-None-Match").
/// </summary>
internal static class FeedAnswer
{
    /// <summary>Below that, compression costs more than it saves.</summary>
    private const int WorthCompressing = 1024;

    /// <summary>Sends a document, compressed for clients that want it so: registrations are long and say everything many times.</summary>
    public static Task JsonAsync(Call call, byte[] document)
    {
        var headers = call.Http.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        // Weak: the same document compressed is not the same bytes.
        if (IsKnown(call, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(document))}\"", isWeak: true)))
        {
            return Task.CompletedTask;
        }

        if (document.Length >= WorthCompressing && Accepts(call.Http.Request))
        {
            document = Compressed(document);
            headers.ContentEncoding = "gzip";
        }

        return Answer.WriteAsync(call.Http, StatusCodes.Status200OK, "application/json", document);
    }

    /// <summary>
    /// Says what stands for the answer. If the client has that already, the answer is 304, and nothing is to be sent.
    /// </summary>
    public static bool IsKnown(Call call, EntityTagHeaderValue tag)
    {
        var (request, response) = (call.Http.Request, call.Http.Response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag.ToString();
        if (!EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
            || !known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false)))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static bool Accepts(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var encodings)
        && encodings.Any(encoding => encoding.Value is { Value: "gzip" or "*" } && encoding.Quality is not 0);

    private static byte[] Compressed(byte[] document)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(document);
        }

        return bytes.ToArray();
    }
}
