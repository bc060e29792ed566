using BintrayPush.Api;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server;

/// <summary>
/// Downloads (protocol reference, section 13), below <c>/dl</c> and, for clients that know only one host, below the root. Ranges,
/// conditions and HEAD are the framework's; the checksums are those of the bytes that follow.
/// </summary>
internal sealed class DownloadCalls(IBintray bintray, MavenFiles made)
{
    private const string AnyType = "application/octet-stream";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The routes with a word of their own.</summary>
    public IEnumerable<Route> Routes =>
    [
        new("GET", "dl/{subject}/{repo}/{path*}", Needs.Read, DownloadAsync),
        new("GET", "content/{subject}/{repo}/{path*}", Needs.Read, _ => throw Refusal.NotOffered("a dynamic download ('$latest')")),
    ];

    /// <summary>The route without one: it comes last, so that a subject cannot hide a part of the API.</summary>
    public Route OnApiHost => new("GET", "{subject}/{repo}/{path*}", Needs.Read, DownloadAsync);

    /// <summary>Answers with the file in the path of the call.</summary>
    public async Task DownloadAsync(Call call)
    {
        if (call.Rest.Length == 0 || call.Target.EndsInSlash)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var unpublished = call.Query.Flag("include_unpublished") == true;
        if (unpublished)
        {
            Access.RequirePublish(call);
        }

        using var download = await bintray.DownloadAsync(call.File, unpublished, call.Cancellation);
        if (download is null)
        {
            if (!await made.TryAnswerAsync(call, package: null))
            {
                throw await MissingAsync(call);
            }

            return;
        }

        Describe(call.Http.Response, download);
        var type = Types.TryGetContentType(download.File.Path.FileName, out var known) ? known : AnyType;
        var entityTag = $"\"{download.File.Sha256 ?? download.File.Sha1}\"";
        if (download.Content.CanSeek && WholeFile.IsAsked(call.Http.Request))
        {
            await WholeFile.SendAsync(call.Http.Response, download.Content, type, download.File.Created, entityTag, call.Cancellation);
            return;
        }

        await Results.Stream(
            download.Content, type, lastModified: download.File.Created, entityTag: new EntityTagHeaderValue(entityTag), enableRangeProcessing: true)
            .ExecuteAsync(call.Http);
        await ExplainAsync(call.Http);
    }

    /// <summary>The framework refuses a condition or a range with a status alone.</summary>
    private static async Task ExplainAsync(HttpContext http)
    {
        var (status, range) = (http.Response.StatusCode, http.Response.Headers.ContentRange);
        if (status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status416RangeNotSatisfiable && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.Headers.ContentRange = range;
            await Answer.MessageAsync(http, status, status == StatusCodes.Status412PreconditionFailed
                ? "the file is not the one that the condition asks for"
                : "the file holds nothing in the range that is asked for");
        }
    }

    private static void Describe(HttpResponse response, FileDownload download)
    {
        var headers = response.Headers;
        headers["X-Checksum-Sha1"] = download.File.Sha1;
        headers["X-Checksum-Md5"] = download.File.Md5;
        headers["X-Checksum-Sha2"] = download.File.Sha256;
        headers["X-Checksum-Sha256"] = download.File.Sha256;
        if (download.File.Version is { } version)
        {
            headers["X-Bintray-Package"] = Uri.EscapeDataString(version.Package.Name);
            headers["X-Bintray-Version"] = Uri.EscapeDataString(version.Name);
        }

        headers["X-Bintray-Published"] = download.Published ? "1" : "0";
        // Uploaded pages are shown, but get no hold of the site they are shown on.
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox";
        headers.CacheControl = download.Published ? "no-cache" : "no-store";
    }

    /// <summary>Unpublished files are asked for with a login (reference, section 2); to others they are not there.</summary>
    private async Task<BintrayException> MissingAsync(Call call)
    {
        if (call.Caller.IsAnonymous)
        {
            using var pending = await bintray.DownloadAsync(call.File, includeUnpublished: true, call.Cancellation);
            if (pending is not null)
            {
                return Refusal.Unauthenticated();
            }
        }

        return Refusal.NoFile(call.File.Path.Value);
    }
}
