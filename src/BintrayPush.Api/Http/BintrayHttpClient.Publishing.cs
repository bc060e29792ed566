using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Transfer;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using static BintrayPush.Api.Http.Transfer.CallPaths;

namespace BintrayPush.Api.Http;

/// <content>Uploads, publishes and signatures.</content>
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

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation)
    {
        var isExact = _connection.Announced.HasFlag(Extensions.ExpectedPublish);
        var body = Bodies.Publish(request.Wait ?? _limits.PublishWait, isExact ? request.Expected : null);
        var message = new HttpRequestMessage(HttpMethod.Post, _service.Below([.. Of("content", version), "publish"])) { Content = body };
        AddHeader(message, "X-GPG-PASSPHRASE", request.Passphrase?.Reveal());
        return ReadAsync(_connection.CallAsync(message, null, cancellation), answer => Counted(answer.Found()) with { IsDone = isExact });
    }

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation)
    {
        if (!_connection.Announced.HasFlag(Extensions.Releases))
        {
            throw new NotSupportedException("The service has not said that it publishes many versions at one moment.");
        }

        string[] place = ["releases", versions[0].Version.Package.Repository.Subject];
        return ReadAsync(
            PostAsync(place, Bodies.Release(versions), cancellation), answer => Counted(answer) with { IsDone = true });
    }

    /// <inheritdoc/>
    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        ReadAsync(
            PostAsync([.. Of("content", version), "publish"], Bodies.Discard(), cancellation),
            answer => Counted(answer) with { IsDone = true });

    /// <inheritdoc/>
    public Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation) =>
        SignAsync([.. Of("gpg", version.Package), "versions", version.Name], passphrase, cancellation);

    /// <inheritdoc/>
    public Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation) =>
        SignAsync(Of("gpg", file), passphrase, cancellation);

    private Task<ServiceAnswer> SignAsync(string[] place, Secret? passphrase, CancellationToken cancellation)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _service.Below(place));
        AddHeader(message, "X-GPG-PASSPHRASE", passphrase?.Reveal());

        // A service says nothing while it signs, and needs longer for more files (semantics reference 6.3): the caller knows how long.
        TimeSpan? patience = cancellation.CanBeCanceled ? Timeout.InfiniteTimeSpan : null;
        return ReadAsync(_connection.CallAsync(message, null, cancellation, patience), answer => Plain(answer.Found()));
    }

    private static PublishAnswer Counted(HttpAnswer answer) => new((int?)Answers.Number(answer.Json, "files") ?? 0, answer.Warning);
}
