using BintrayPush.Api.Http.Connection;
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

    /// <summary>Bytes that a slow disk reads in a second.</summary>
    private const double SlowestReadPerSecond = 20 << 20;

    private static readonly HttpMethod Patch = new("PATCH");

    /// <inheritdoc/>
    public Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        var before = upload.Resumption?.Offset ?? 0;
        var rest = upload.Size - before;
        var body = new UploadContent(content, rest);
        var request = new HttpRequestMessage(before > 0 ? Patch : HttpMethod.Put, AddressOf(upload)) { Content = body };
        if (rest > AskFirstAbove)
        {
            // What will be refused is then not sent; of a small file the question would take longer than the file.
            request.Headers.ExpectContinue = true;
        }

        AddHeader(request, UploadHeaders.Complete, upload.Resumption is null ? null : UploadHeaders.Yes);
        if (before > 0)
        {
            AddHeader(request, UploadHeaders.Offset, UploadHeaders.Format(before));
            AddHeader(request, UploadHeaders.Length, UploadHeaders.Format(upload.Size!.Value));
            AddHeader(request, UploadHeaders.Sha256Before, upload.Resumption!.Sha256Before);
            body.Headers.ContentType = new(UploadHeaders.PartialType);
        }

        AddHeader(request, "X-Checksum-Sha2", upload.Sha256);
        AddHeader(request, SentSecrets.PassphraseHeader, upload.Passphrase?.Reveal());
        AddHeader(request, "X-Bintray-Debian-Distribution", upload.Debian?.Distribution);
        AddHeader(request, "X-Bintray-Debian-Component", upload.Debian?.Component);
        AddHeader(request, "X-Bintray-Debian-Architecture", upload.Debian?.Architecture);
        return ReadAsync(
            _connection.CallAsync(request, body, cancellation, PatienceAfter(before)),
            answer => new UploadAnswer { Sha256 = answer.Found().Header("X-Checksum-Sha2"), Warning = answer.Warning });
    }

    /// <inheritdoc/>
    public Task<long> FindUnfinishedAsync(UploadRequest upload, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Head, AddressOf(upload));
        AddHeader(request, UploadHeaders.Length, UploadHeaders.Format(upload.Size!.Value));
        return ReadAsync(
            _connection.CallAsync(request, null, cancellation),
            answer => answer.IsMissing ? 0 : UploadHeaders.Parse(answer.Header(UploadHeaders.Offset)) ?? 0);
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

    private Uri AddressOf(UploadRequest upload)
    {
        var flags = new[]
        {
            (Name: "publish", Set: upload.Publish),
            (Name: "override", Set: upload.Override),
            (Name: "explode", Set: upload.Explode),
        };
        var path = upload is { Explode: true, IntoFolder: true } ? upload.Path.Value + "/" : upload.Path.Value;
        return _service.Below(
            [.. Of("content", upload.Version), .. path.Split('/')],
            string.Join("&", flags.Where(flag => flag.Set).Select(flag => flag.Name + "=1")));
    }

    /// <summary>
    /// The service reads what it has once more before it takes the rest, and nothing moves meanwhile.
    /// </summary>
    private TimeSpan? PatienceAfter(long before) => before > 0 && _limits.Silence > TimeSpan.Zero
        ? _limits.Silence + TimeSpan.FromSeconds(before / SlowestReadPerSecond)
        : null;
}
