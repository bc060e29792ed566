using BintrayPush.Api.Http.Connection;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Uploads that go on where they were cut off (docs/server.md): what their fields say. What is sent in parts without being one of them
/// would be taken for a whole file, and is refused.
/// </summary>
internal static class UploadParts
{
    /// <summary>What a PUT wants to be kept; <see langword="null"/> for nothing.</summary>
    /// <param name="call">The call.</param>
    /// <param name="keeps">Whether the store can keep anything.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it brings a part of a file.</exception>
    public static Resumption? OfWhole(Call call, bool keeps)
    {
        var headers = call.Http.Request.Headers;
        if (headers.ContentRange.Count > 0)
        {
            // Who resumes an upload by RFC 9110, 14.5 sends only its rest.
            throw Refusal.BadRequest("an upload cannot be resumed by PUT: send the whole file, without Content-Range");
        }

        if (Text(headers, UploadHeaders.Complete) is not (null or UploadHeaders.Yes)
            || Text(headers, UploadHeaders.Offset) is not (null or "0"))
        {
            throw Refusal.BadRequest(
                $"a PUT brings the whole file: {UploadHeaders.Complete}: {UploadHeaders.Yes}, and no {UploadHeaders.Offset}");
        }

        return keeps && headers.ContainsKey(UploadHeaders.Complete) ? new Resumption { Uploader = call.Caller.Name } : null;
    }

    /// <summary>Which part a PATCH brings, and how large the whole file is.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: a field is missing, or they do not fit together.</exception>
    public static (Resumption Resumption, long Size) OfRest(Call call)
    {
        var request = call.Http.Request;
        var size = Size(call);
        if (!string.Equals(request.ContentType, UploadHeaders.PartialType, StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.BadRequest($"the rest of an upload has the media type {UploadHeaders.PartialType}");
        }

        if (Text(request.Headers, UploadHeaders.Complete) != UploadHeaders.Yes)
        {
            throw Refusal.BadRequest($"the rest of an upload comes in one piece: {UploadHeaders.Complete}: {UploadHeaders.Yes}");
        }

        if (request.Headers.ContainsKey("X-Checksum-Sha1") || request.Headers.ContainsKey("X-Checksum-Md5"))
        {
            throw Refusal.BadRequest("of an upload that goes on only the SHA-256 can be announced");
        }

        var offset = Number(request.Headers, UploadHeaders.Offset);
        if (offset == 0 || offset > size || request.ContentLength != size - offset)
        {
            throw Refusal.BadRequest(
                $"{UploadHeaders.Offset} and Content-Length are to add up to {UploadHeaders.Length}, and a file that begins at 0 is PUT");
        }

        var before = Checksums.Read("SHA-256 of what came before", request.Headers[UploadHeaders.Sha256Before], 64)
            ?? throw Missing(UploadHeaders.Sha256Before);
        return (new Resumption { Uploader = call.Caller.Name, Offset = offset, Sha256Before = before }, size);
    }

    /// <summary>Whether a call asks how much is kept of an upload.</summary>
    public static bool IsAskedFor(Call call) => call.Http.Request.Headers.ContainsKey(UploadHeaders.Length);

    /// <summary>How large the whole file is.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: it is not said.</exception>
    public static long Size(Call call) => Number(call.Http.Request.Headers, UploadHeaders.Length);

    private static long Number(IHeaderDictionary headers, string name) => UploadHeaders.Parse(Text(headers, name)) ?? throw Missing(name);

    private static string? Text(IHeaderDictionary headers, string name) => headers[name].LastOrDefault()?.Trim();

    private static BintrayException Missing(string name) => Refusal.BadRequest($"the header {name} is missing, or makes no sense");
}
