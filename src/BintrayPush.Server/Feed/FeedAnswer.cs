using System.IO.Compression;
using BintrayPush.Server.Http;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Feed;

/// <summary>Sends documents of a feed.</summary>
internal static class FeedAnswer
{
    /// <summary>Below that, compression costs more than it saves.</summary>
    private const int WorthCompressing = 1024;

    /// <summary>Sends a document, compressed for clients that want it so: registrations are long and say everything many times.</summary>
    public static Task JsonAsync(Call call, byte[] document)
    {
        var headers = call.Http.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (document.Length >= WorthCompressing && Accepts(call.Http.Request))
        {
            document = Compressed(document);
            headers.ContentEncoding = "gzip";
        }

        return Answer.WriteAsync(call.Http, StatusCodes.Status200OK, "application/json", document);
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
