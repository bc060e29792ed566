using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Transfer;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;
using static BintrayPush.Api.Http.Transfer.CallPaths;

namespace BintrayPush.Api.Http;

/// <content>Publishes, signatures, and files of contents that are there.</content>
public sealed partial class BintrayHttpClient
{
    private static readonly string[] PublicKey = ["keys", "gpg", "public.key"];

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation)
    {
        var isExact = _connection.Announced.HasFlag(Extensions.ExpectedPublish);
        var body = Bodies.Publish(request.Wait ?? _limits.PublishWait, isExact ? request.Expected : null);
        var message = new HttpRequestMessage(HttpMethod.Post, _service.Below([.. Of("content", version), "publish"])) { Content = body };
        AddHeader(message, SentSecrets.PassphraseHeader, request.Passphrase?.Reveal());
        return ReadAsync(_connection.CallAsync(message, null, cancellation), answer => Counted(answer.Found()) with { IsDone = isExact });
    }

    /// <inheritdoc/>
    public Task<UploadAnswer> CopyFileAsync(UploadRequest upload, FileAddress source, CancellationToken cancellation) =>
        _connection.Announced.HasFlag(Extensions.Copies)
            ? ReadAsync(
                PostAsync([.. Of("content", upload.Version), "copy"], Bodies.Copy(upload, source), cancellation),
                answer => new UploadAnswer { Sha256 = answer.Header("X-Checksum-Sha2"), Warning = answer.Warning })
            : throw new NotSupportedException("The service has not said that it makes files of contents that it has.");

    /// <inheritdoc/>
    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation)
    {
        if (!_connection.Announced.HasFlag(Extensions.Releases))
        {
            throw new NotSupportedException("The service has not said that it publishes many versions at one moment.");
        }

        string[] place = ["releases", versions[0].Version.Package.Repository.Subject];
        var message = new HttpRequestMessage(HttpMethod.Post, _service.Below(place)) { Content = Bodies.Release(versions) };
        var passphrase = versions.Select(version => version.Passphrase).OfType<Secret>().FirstOrDefault();
        AddHeader(message, SentSecrets.PassphraseHeader, passphrase?.Reveal());
        return ReadAsync(
            _connection.CallAsync(message, null, cancellation), answer => Counted(answer.Found()) with { IsDone = true });
    }

    /// <inheritdoc/>
    public Task<ServiceAnswer> CalculateMetadataAsync(
        RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation) =>
        SignAsync(Of("calc_metadata", repository), passphrase, cancellation);

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

    /// <inheritdoc/>
    public Task<Service.SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation)
    {
        if (!_connection.Announced.HasFlag(Extensions.SigningKeys))
        {
            throw new NotSupportedException("The service has not said that it tells its keys.");
        }

        var message = new HttpRequestMessage(HttpMethod.Get, _service.Below(["gpg", subject]));
        AddHeader(message, SentSecrets.PassphraseHeader, passphrase?.Reveal());
        return ReadAsync(
            _connection.CallAsync(message, null, cancellation),
            answer => answer.IsMissing ? null : Answers.Known(() => SubjectKeyJson.Read(answer.Json)));
    }

    /// <inheritdoc/>
    public async Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation) =>
        await HttpText.ReadAsync(_connection, _service.Below(["users", subject, .. PublicKey]), cancellation).ConfigureAwait(false)
            ?? await HttpText.ReadAsync(_connection, _service.Below(["orgs", subject, .. PublicKey]), cancellation).ConfigureAwait(false);

    private Task<ServiceAnswer> SignAsync(string[] place, Secret? passphrase, CancellationToken cancellation)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _service.Below(place));
        AddHeader(message, SentSecrets.PassphraseHeader, passphrase?.Reveal());

        // A service says nothing while it signs, and needs longer for more files (semantics reference 6.3): the caller knows how long.
        TimeSpan? patience = cancellation.CanBeCanceled ? Timeout.InfiniteTimeSpan : null;
        return ReadAsync(_connection.CallAsync(message, null, cancellation, patience), answer => Plain(answer.Found()));
    }

    private static PublishAnswer Counted(HttpAnswer answer) => new((int?)Answers.Number(answer.Json, "files") ?? 0, answer.Warning);
}
