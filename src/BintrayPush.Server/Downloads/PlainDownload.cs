using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// The answer to a plain GET, which most downloads are: every byte, from the file into the connection's buffers without a stop between.
/// Ranges, conditions and HEAD are left to the framework, which says the same about the file.
/// </summary>
internal static class PlainDownload
{
    /// <summary>A small file is one reading and one sending.</summary>
    private const int MostAtOnce = 1 << 17;

    /// <summary>Whether a request asks for all of a file, whatever it has already.</summary>
    public static bool IsAsked(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers is { Range.Count: 0, IfMatch.Count: 0, IfNoneMatch.Count: 0 }
            and { IfModifiedSince.Count: 0, IfUnmodifiedSince.Count: 0, IfRange.Count: 0 };

    /// <summary>Says what the file is, whoever sends it.</summary>
    public static void Describe(HttpResponse response, string type, DateTimeOffset modified, string entityTag)
    {
        response.ContentType = type;
        response.Headers.LastModified = modified.ToString("r", CultureInfo.InvariantCulture);
        response.Headers.ETag = entityTag;
        response.Headers.AcceptRanges = "bytes";
    }

    /// <summary>Sends a file whose length is known.</summary>
    /// <returns>Whether all of it was sent.</returns>
    public static async Task<bool> SendAsync(
        HttpResponse response, Stream content, string type, DateTimeOffset modified, string entityTag, CancellationToken cancellation)
    {
        Describe(response, type, modified, entityTag);
        var left = content.Length;
        response.ContentLength = left;
        // With the headers in the connection's buffers, what is read goes there, too, and is not copied once more.
        await response.StartAsync(cancellation);
        var writer = response.BodyWriter;
        while (left > 0)
        {
            var read = await content.ReadAsync(writer.GetMemory((int)Math.Min(left, MostAtOnce)), cancellation);
            if (read == 0)
            {
                // Cut while it was sent: the answer stays shorter than it said, and Kestrel ends the connection.
                return false;
            }

            left -= read;
            writer.Advance(read);
            var flushed = await writer.FlushAsync(cancellation);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                // Not a whole answer, whatever was sent of it: the log says that it was broken off.
                throw new ConnectionAbortedException("the receiver is gone");
            }
        }

        return true;
    }
}
