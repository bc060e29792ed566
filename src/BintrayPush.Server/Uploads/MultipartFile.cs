using BintrayPush.Server.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// A <c>multipart/form-data</c> body, which the npm clients send: the file is the part with a file name, not the envelope. It is
/// streamed; what comes before it is read past within a bound.
/// </summary>
internal static class MultipartFile
{
    private const int LongestBoundary = 200;
    private const long MostBefore = 1 << 20;

    /// <summary>Whether a request has such a body. Everything else is a file as it is, whatever its media type says.</summary>
    public static bool IsSentBy(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && type.Boundary.Length > 0;

    /// <summary>The name of the file, without folders, and its bytes, to be read once.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: there is none.</exception>
    public static async Task<(string Name, Stream Content)> OpenAsync(HttpRequest request, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value!;
        if (boundary.Length > LongestBoundary)
        {
            throw Refusal.BadRequest("the boundary of the multipart body is too long");
        }

        var reader = new MultipartReader(boundary, request.Body);
        var passed = 0L;
        while (await BodyReads.GuardAsync(() => reader.ReadNextSectionAsync(cancellation)) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue))
            {
                return (NameIn(disposition), section.Body);
            }

            passed = await PassAsync(section.Body, passed, cancellation);
        }

        throw Refusal.BadRequest("the multipart body holds no part with a file name");
    }

    /// <summary>Old browsers sent the whole path on the sender's machine.</summary>
    private static string NameIn(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue
            ? disposition.FileNameStar.ToString()
            : HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static async Task<long> PassAsync(Stream part, long passed, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 12];
        while (await BodyReads.ReadAsync(part, buffer, cancellation) is var read and > 0)
        {
            passed += read;
            if (passed > MostBefore)
            {
                throw Refusal.BadRequest($"the multipart body holds more than {MostBefore} bytes before its file");
            }
        }

        return passed;
    }
}
