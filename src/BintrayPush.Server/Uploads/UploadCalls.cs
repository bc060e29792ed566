using BintrayPush.Api.Http.Connection;
using BintrayPush.Server.Access;
using BintrayPush.Server.Formats;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Uploads (protocol reference, section 8). Everything that can refuse one is asked before its body is touched: Kestrel answers
/// <c>Expect: 100-continue</c> at the first read, so a refused upload is never sent.
/// </summary>
internal sealed class UploadCalls(
    IServerStore store,
    RepositoryFacts facts,
    SigningData signing,
    ChangeWindow window,
    Action<VersionAddress> announce,
    Func<Call, Task> download,
    ServerSettings settings)
{
    private const string Content = "content/{subject}/{repo}/{path*}";

    public IEnumerable<CallRoute> Routes =>
    [
        new("PUT", Content, Needs.Stage, call => UploadAsync(call, UploadForm.OfContent(call), rest: null)),
        new("PUT", "maven/{subject}/{repo}/{package}/{path*}", Needs.Stage, UploadMavenAsync),
        .. store.KeepsUnfinishedUploads ? Resuming : [],
    ];

    /// <summary>A HEAD without a size, or of somebody who may only read, is about a download as ever.</summary>
    private IEnumerable<CallRoute> Resuming =>
    [
        new("HEAD", Content, Needs.Read, call => call.MayStage && UploadParts.IsAskedFor(call) ? TellOffsetAsync(call) : download(call)),
        new("PATCH", Content, Needs.Stage, call => UploadAsync(call, UploadForm.OfContent(call), UploadParts.OfRest(call))),
    ];

    /// <summary>
    /// Says how much is kept of an upload of this caller, of a file of this size. Where there is nothing the answer is 0, so that nobody
    /// learns anything else by it.
    /// </summary>
    private async Task TellOffsetAsync(Call call)
    {
        var form = UploadForm.OfContent(call);
        var size = UploadParts.Size(call);
        var upload = new UploadRequest
        {
            Version = form.Version,
            Path = RepositoryPath.Of(string.Join('/', form.Path)),
            Size = size,
            Resumption = new Resumption { Uploader = call.Caller.Name },
        };
        var offset = await store.Service.FindUnfinishedAsync(upload, call.Cancellation);
        var headers = call.Http.Response.Headers;
        headers[UploadHeaders.Offset] = UploadHeaders.Format(offset);
        headers[UploadHeaders.Length] = UploadHeaders.Format(size);
        headers[UploadHeaders.Complete] = UploadHeaders.No;
        headers.CacheControl = "no-store";
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task UploadMavenAsync(Call call)
    {
        if (!MavenLayout.IsMetadata(call.Rest))
        {
            await UploadAsync(call, UploadForm.OfMaven(call), rest: null);
            return;
        }

        // Maven's list of versions is made from what is published, whatever a client believes it should be (reference 8.2).
        if (await store.Service.GetPackageAsync(call.Package, call.Cancellation) is null)
        {
            throw Refusal.NoPackage(call.Package.Name);
        }

        using var body = new ArrivingBody(call.Http.Request.Body, call.Http.Request.Headers, settings.MaxJsonBytes);
        await body.CopyToAsync(Stream.Null, call.Cancellation);
        await Answer.SuccessAsync(call.Http, StatusCodes.Status201Created, $"{MavenLayout.Metadata} is made by the server");
    }

    private async Task UploadAsync(Call call, UploadForm form, (Resumption From, long Size)? rest)
    {
        if (form.Publish)
        {
            AccessRules.RequirePromote(call);
        }

        var request = call.Http.Request;
        var resumption = rest?.From ?? UploadParts.OfWhole(call, store.KeepsUnfinishedUploads);
        var sha256 = Checksums.Sha256(request.Headers);
        LimitSize(call.Http, rest?.Size ?? request.ContentLength);
        await window.RequireOpenAsync(call, form.Version);
        var passphrase = await signing.PassphraseAsync(call);
        var isMultipart = MultipartFile.IsSentBy(request);
        var size = isMultipart ? null : rest?.Size ?? request.ContentLength;
        if (form.Explode)
        {
            RequireWhole(rest);
            await RequireNoSignatureAsync(call, passphrase);
            using var archive = OpenLate();
            var exploded = form.OfArchive() with { Size = size, Sha256 = sha256 };
            await AnswerAsync(call, form, await store.UploadArchiveAsync(exploded, archive, call.Cancellation));
            return;
        }

        var path = form.Path;
        Stream? opened = null;
        if (isMultipart && (form.IsFolder || path.Count == 0))
        {
            // node-bintray names a folder; the form says under which name the file goes there.
            await RequirePackageAsync(form.Version, call.Cancellation);
            (var name, opened) = await MultipartFile.OpenAsync(request, call.Cancellation);
            path = [.. path, name];
        }

        var upload = new UploadRequest
        {
            Version = form.Version,
            Path = RepositoryPath.Of(string.Join('/', path)),
            Publish = form.Publish,
            Override = form.Override,
            Debian = form.Debian,
            Passphrase = passphrase,
            Size = size,
            Sha256 = sha256,
            Resumption = resumption,
        };
        using var body = opened is not null ? Arriving(opened) : OpenLate();
        if (MavenPom.IsPom(path) && await facts.FindAsync(call.Repository, call.Cancellation) is { Type: RepositoryTypes.Maven })
        {
            RequireWhole(rest);
            using var pom = await MavenPom.ReadAsync(path, body, call.Cancellation);
            await AnswerAsync(call, form, await store.Service.UploadAsync(upload, pom, call.Cancellation));
            return;
        }

        await AnswerAsync(call, form, await store.Service.UploadAsync(upload, body, call.Cancellation));

        // An envelope can be opened only by reading, so it waits until the store asks for the first byte.
        Stream OpenLate() => isMultipart
            ? new LateBody(async () => Arriving((await MultipartFile.OpenAsync(request, call.Cancellation)).Content))
            : Arriving(request.Body);

        Stream Arriving(Stream content) => new ArrivingBody(content, request.Headers, settings.MaxUploadBytes);
    }

    /// <summary>
    /// A passphrase asks for signatures, and of an archive nobody knows yet of what; the index of a Debian repository needs it, too.
    /// </summary>
    private async Task RequireNoSignatureAsync(Call call, Secret? passphrase)
    {
        if (passphrase is not null && await facts.FindAsync(call.Repository, call.Cancellation) is not { Type: RepositoryTypes.Debian })
        {
            throw Refusal.BadRequest("an archive that is unpacked is not signed as it arrives: sign its version when it has");
        }
    }

    /// <summary>Refuses before a body is read what would be refused after it.</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">404: there is no such repository or package.</exception>
    private async Task RequirePackageAsync(VersionAddress version, CancellationToken cancellation)
    {
        if (await store.Service.GetPackageAsync(version.Package, cancellation) is null)
        {
            throw await store.Service.GetRepositoryAsync(version.Repository, cancellation) is null
                ? Refusal.NoRepository(version.Repository.Name)
                : Refusal.NoPackage(version.Package.Name);
        }
    }

    private static void RequireWhole((Resumption, long)? rest)
    {
        if (rest is not null)
        {
            throw Refusal.BadRequest("what the server has to look into is sent as a whole");
        }
    }

    private void LimitSize(HttpContext http, long? announced)
    {
        if (settings.MaxUploadBytes > 0 && announced > settings.MaxUploadBytes)
        {
            throw Refusal.TooLarge("the upload", settings.MaxUploadBytes);
        }

        // Counted by ArrivingBody, whose answer is JSON.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    private Task AnswerAsync(Call call, UploadForm form, UploadAnswer answer)
    {
        if (form.Publish)
        {
            announce(form.Version);
        }

        if (answer.Sha256 is { } sha256)
        {
            call.Http.Response.Headers["X-Checksum-Sha2"] = sha256;
            call.Http.Response.Headers["X-Checksum-Sha256"] = sha256;
        }

        return Answer.SuccessAsync(call.Http, StatusCodes.Status201Created, answer.Warning);
    }
}
