using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Transfer;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Http;

/// <content>Releases that several machines stage: this project's own, so nothing is asked of a service that has not announced it.</content>
public sealed partial class BintrayHttpClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation)
    {
        await RequireLegsAsync(subject, cancellation).ConfigureAwait(false);
        var answer = await GetAsync(["releases", subject], "", cancellation).ConfigureAwait(false);
        return [.. Answers.Items(answer.Json).Select(item => Answers.Known(() => LegJson.ReadRelease(subject, item)))];
    }

    /// <inheritdoc/>
    public async Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation)
    {
        await RequireLegsAsync(release.Subject, cancellation).ConfigureAwait(false);
        var answer = await GetAsync(CallPaths.Of(release), "", cancellation).ConfigureAwait(false);
        return answer.IsMissing ? null : Answers.Known(() => LegJson.ReadRelease(release.Subject, answer.Json));
    }

    /// <inheritdoc/>
    public async Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation)
    {
        await RequireLegsAsync(release.Subject, cancellation).ConfigureAwait(false);
        var answer = await GetAsync(CallPaths.Of(release, leg), "", cancellation).ConfigureAwait(false);
        return answer.IsMissing ? null : Answers.Known(() => LegJson.ReadManifest(release.Subject, answer.Json));
    }

    /// <inheritdoc/>
    public async Task<StagedRelease> StageLegAsync(
        ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation)
    {
        await RequireLegsAsync(release.Subject, cancellation).ConfigureAwait(false);
        var answer = await CallAsync(HttpMethod.Put, CallPaths.Of(release, leg), "", Bodies.Leg(manifest), cancellation)
            .ConfigureAwait(false);
        return Answers.Known(() => LegJson.ReadRelease(release.Subject, answer.Json));
    }

    /// <inheritdoc/>
    public async Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null)
    {
        await RequireLegsAsync(release.Subject, cancellation).ConfigureAwait(false);
        var answer = await CallAsync(HttpMethod.Post, [.. CallPaths.Of(release), "seal"], Bodies.Seal(legs), passphrase, cancellation)
            .ConfigureAwait(false);
        return new SealAnswer(Counted(answer).Files, Answers.Flag(answer.Json, "was_sealed") ?? false, answer.Warning);
    }

    /// <inheritdoc/>
    public async Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation)
    {
        await RequireLegsAsync(release.Subject, cancellation).ConfigureAwait(false);
        var place = leg is null ? CallPaths.Of(release) : CallPaths.Of(release, leg);
        return Counted(await CallAsync(HttpMethod.Delete, place, "", null, cancellation).ConfigureAwait(false)) with { IsDone = true };
    }

    /// <summary>
    /// What the service can do is known once it has answered something: where it has not, it is asked for the subject's repositories, which
    /// every service knows.
    /// </summary>
    /// <exception cref="NotSupportedException">It keeps no such releases.</exception>
    private async Task RequireLegsAsync(string subject, CancellationToken cancellation)
    {
        if (!_connection.Announced.HasFlag(Extensions.Legs))
        {
            await GetAsync(["repos", subject], "", cancellation).ConfigureAwait(false);
        }

        if (!_connection.Announced.HasFlag(Extensions.Legs))
        {
            throw new NotSupportedException($"{_service.Host} has not said that it keeps releases that several machines stage.");
        }
    }
}
