using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;
using BintrayPush.Server.Statistics;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Downloads;

/// <summary>
/// Downloads (protocol reference, section 13), below <c>/dl</c> and, for clients that know only one host, below the root. Ranges,
/// conditions and HEAD are the framework's; the checksums are those of the bytes that follow.
/// </summary>
internal sealed class DownloadCalls(
    IBintray bintray,
    SignedAddresses? addresses,
    IReadOnlyList<IMadeFiles> made,
    WebServerFiles? webServer,
    ContentRedirects? redirects,
    DownloadTally? tally)
{
    private const string OwnClients = "BintrayPush/";
    private const string AnyType = "application/octet-stream";
    private const string ByHash = "/by-hash/";
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The routes with a word of their own.</summary>
    public IEnumerable<CallRoute> Routes => [new("GET", "dl/{subject}/{repo}/{path*}", Needs.Download, RedirectOrDownloadAsync)];

    /// <summary>The route without one: it comes last, so that a subject cannot hide a part of the API.</summary>
    public CallRoute OnApiHost => new("GET", "{subject}/{repo}/{path*}", Needs.Download, RedirectOrDownloadAsync);

    /// <summary>Answers with the file in the path of the call.</summary>
    public async Task DownloadAsync(Call call)
    {
        using var download = await OpenAsync(call, isSigned: false);
        if (download is not null)
        {
            await SendAsync(call, download);
        }
    }

    /// <summary>Answers with the file, or with a signed address that leads to it.</summary>
    public async Task RedirectOrDownloadAsync(Call call)
    {
        var isSigned = addresses?.Fits(call) == true;
        using var download = await OpenAsync(call, isSigned);
        if (download is null)
        {
            return;
        }

        if (addresses is null || isSigned || !HttpMethods.IsGet(call.Http.Request.Method))
        {
            await SendAsync(call, download);
            return;
        }

        call.Http.Response.StatusCode = StatusCodes.Status302Found;
        call.Http.Response.ContentLength = 0;
        call.Http.Response.Headers.Location = addresses.Of(call, download.Published);
        call.Http.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>Opens the file of a call, or answers with one that is made from what is published.</summary>
    /// <returns><see langword="null"/> if the call is answered.</returns>
    private async Task<FileDownload?> OpenAsync(Call call, bool isSigned)
    {
        if (call.Rest.Length == 0 || call.Target.EndsInSlash)
        {
            throw Refusal.NoFile(call.RestOfPath);
        }

        var unpublished = call.Query.Flag(SignedAddresses.Unpublished) == true;
        if (unpublished && !isSigned)
        {
            AccessRules.RequireWaiting(call);
        }

        return await FindAsync(call, unpublished)
            ?? (await IsMadeAsync(call) ? null : throw await MissingAsync(call));
    }

    /// <summary>Answers with a file that is made, if one of the formats has it.</summary>
    private async Task<bool> IsMadeAsync(Call call)
    {
        foreach (var files in made)
        {
            if (await files.TryAnswerAsync(call, package: null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Answers with a file that was opened.</summary>
    public async Task SendAsync(Call call, FileDownload download)
    {
        Describe(call.Http.Response, download);
        var type = Types.TryGetContentType(download.File.Path.FileName, out var known) ? known : AnyType;
        var entityTag = $"\"{download.File.Sha256 ?? download.File.Sha1}\"";
        if (redirects is not null && await redirects.TryAnswerAsync(call, download, type))
        {
            Count(call, download);
            return;
        }

        if (download.Content.CanSeek && PlainDownload.IsAsked(call.Http.Request))
        {
            if (webServer?.TrySend(call.Http.Response, download.Content, type, download.File.Created, entityTag) == true
                || await PlainDownload.SendAsync(
                    call.Http.Response, download.Content, type, download.File.Created, entityTag, call.Cancellation))
            {
                Count(call, download);
            }

            return;
        }

        await Results.Stream(
            download.Content,
            type,
            lastModified: download.File.Created,
            entityTag: new EntityTagHeaderValue(entityTag),
            enableRangeProcessing: true)
            .ExecuteAsync(call.Http);
        Count(call, download);
        await ExplainAsync(call.Http, FailureForms.For(call.Http.Request, call.Target.Shown));
    }

    /// <summary>
    /// Counts an answer that was sent to its end, or that leads to where somebody else sends the file. Of a download in several parts the
    /// one that has the first byte counts, and of a file that nothing was sent of, none.
    /// </summary>
    private void Count(Call call, FileDownload download)
    {
        var (request, response) = (call.Http.Request, call.Http.Response);
        var isFromStart = response.StatusCode switch
        {
            StatusCodes.Status200OK => true,
            StatusCodes.Status206PartialContent =>
                response.Headers.ContentRange.ToString().StartsWith("bytes 0-", StringComparison.Ordinal),
            StatusCodes.Status302Found => request.Headers.Range is []
                || request.Headers.Range.ToString().StartsWith("bytes=0-", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
        if (isFromStart && HttpMethods.IsGet(request.Method) && !call.Cancellation.IsCancellationRequested
            && download is { Published: true, File.Version: { } version })
        {
            tally?.Count(version, download.File.Path);
        }
    }

    /// <summary>
    /// Where nothing is published, a publisher gets the pending file without asking for it (reference, section 13). This project's
    /// clients ask for what they want, and one of an earlier version would take a file that waits for a public one.
    /// </summary>
    private async Task<FileDownload?> FindAsync(Call call, bool unpublished) =>
        await bintray.DownloadAsync(call.File, unpublished, call.Cancellation)
        ?? (call.MayPublish && !unpublished && !call.Http.Request.Headers.UserAgent.ToString().StartsWith(
            OwnClients, StringComparison.Ordinal)
            ? await bintray.DownloadAsync(call.File, includeUnpublished: true, call.Cancellation)
            : null);

    /// <summary>The framework refuses a condition or a range with a status alone.</summary>
    private static async Task ExplainAsync(HttpContext http, FailureForm form)
    {
        var (status, range) = (http.Response.StatusCode, http.Response.Headers.ContentRange);
        if (status is StatusCodes.Status412PreconditionFailed or StatusCodes.Status416RangeNotSatisfiable && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.Headers.ContentRange = range;
            var message = status == StatusCodes.Status412PreconditionFailed
                ? "the file is not the one that the condition asks for"
                : "the file holds nothing in the range that is asked for";
            await Answer.FailureAsync(http, status, message, hint: null, form);
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
        headers.CacheControl = !download.Published ? "no-store"
            // A file of an index, under a name that no other bytes ever have. It may be of a private repository.
            : download.File.Version is null && download.File.Path.Value.Contains(ByHash, StringComparison.Ordinal)
                ? "private, max-age=31536000, immutable"
            : "no-cache";
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
