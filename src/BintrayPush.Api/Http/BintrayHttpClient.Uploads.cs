using BintrayPush.Api.Http.Transfer;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using static BintrayPush.Api.Http.Transfer.CallPaths;

namespace BintrayPush.Api.Http;

/// <content>Uploads.</content>
public sealed partial class BintrayHttpClient
{
    private const long AskFirstAbove = 1 << 20;

    /// <inheritdoc/>
    public Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        var flags = new[]
        {
            (Name: "publish", Set: upload.Publish),
            (Name: "override", Set: upload.Override),
            (Name: "explode", Set: upload.Explode),
        };
        var path = upload is { Explode: true, IntoFolder: true } ? upload.Path.Value + "/" : upload.Path.Value;
        var url = _service.Below(
            [.. Of("content", upload.Version), .. path.Split('/')],
            string.Join("&", flags.Where(flag => flag.Set).Select(flag => flag.Name + "=1")));
        var body = new UploadContent(content, upload.Size);
        var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = body };
        if (upload.Size > AskFirstAbove)
        {
            // What will be refused is then not sent; of a small file the question would take longer than the file.
            request.Headers.ExpectContinue = true;
        }

        AddHeader(request, "X-Checksum-Sha2", upload.Sha256);
        AddHeader(request, "X-GPG-PASSPHRASE", upload.Passphrase?.Reveal());
        AddHeader(request, "X-Bintray-Debian-Distribution", upload.Debian?.Distribution);
        AddHeader(request, "X-Bintray-Debian-Component", upload.Debian?.Component);
        AddHeader(request, "X-Bintray-Debian-Architecture", upload.Debian?.Architecture);
        return ReadAsync(
            _connection.CallAsync(request, body, cancellation),
            answer => new UploadAnswer { Sha256 = answer.Found().Header("X-Checksum-Sha2"), Warning = answer.Warning });
    }

    /// <inheritdoc/>
    public Task<UploadAnswer> UploadBundleAsync(VersionAddress version, IReadOnlyList<BundledFile> files, CancellationToken cancellation)
    {
#if NET
        var body = new BundleContent(files);
        var request = new HttpRequestMessage(HttpMethod.Put, _service.Below(Of("content", version), "explode=1")) { Content = body };
        return ReadAsync(
            _connection.CallAsync(request, body, cancellation), answer => new UploadAnswer { Warning = answer.Found().Warning });
#else
        throw new NotSupportedException("No bundles on .NET Framework: it writes no tar.");
#endif
    }
}
