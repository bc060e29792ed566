using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Seals and drops staged releases, whether a program asks for it or somebody on a page.</summary>
internal sealed class ReleaseChanges(IBintray bintray, ReleaseSealing seals, ReleaseTurns turns)
{
    /// <summary>Publishes a release, all of it or nothing.</summary>
    /// <param name="call">The call, whose caller may do that.</param>
    /// <param name="release">The release.</param>
    /// <param name="legs">The legs that it is to have.</param>
    /// <param name="fields">The body of the call, which may hold a passphrase.</param>
    /// <exception cref="BintrayException">400: it is no release. 403: it is too late. 404, 409: it is not as expected.</exception>
    public async Task<SealAnswer> SealAsync(Call call, ReleaseAddress release, IReadOnlyList<LegName> legs, Fields fields)
    {
        if (release.Id.Equals(ReleaseId.OfUngrouped))
        {
            throw Refusal.BadRequest($"'{release}' is no release: what clients of NuGet stage without a group is promoted one by one");
        }

        using var turn = legs.Contains(LegName.OfGroups) ? await turns.TakeAsync(call) : null;
        return await seals.SealAsync(call, release, legs, fields);
    }

    /// <summary>Drops a release, or one of its legs, and the files that wait for it.</summary>
    /// <param name="call">The call, whose caller may do that.</param>
    /// <param name="release">The release.</param>
    /// <param name="leg">The leg; <see langword="null"/> for all of them.</param>
    /// <exception cref="BintrayException">404: there is no such release or leg. 409: it is sealed.</exception>
    public async Task<PublishAnswer> DiscardAsync(Call call, ReleaseAddress release, LegName? leg)
    {
        using var turn = leg is null || leg.Equals(LegName.OfGroups) ? await turns.TakeAsync(call) : null;
        return await bintray.DiscardReleaseAsync(release, leg, call.Cancellation);
    }
}
