using System.Globalization;
using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// The answer to a plain GET, which most downloads are: every byte, from the file into the connection's buffers without a stop between.
/// Ranges, conditions and HEAD are left to the framework, which says the same about the file.
/// </summary>
internal static class PlainDownload
{
    private const int MostAtOnce = 1 << 15;

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
    public static async Task SendAsync(
        HttpResponse response, Stream content, string type, DateTimeOffset modified, string entityTag, CancellationToken cancellation)
    {
        Describe(response, type, modified, entityTag);
        response.ContentLength = content.Length;
        var writer = response.BodyWriter;
        while (await content.ReadAsync(writer.GetMemory(MostAtOnce), cancellation) is var read and > 0)
        {
            writer.Advance(read);
            var flushed = await writer.FlushAsync(cancellation);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                // Not a whole answer, whatever was sent of it: the log says that it was broken off.
                throw new ConnectionAbortedException("the receiver is gone");
            }
        }
    }
}
