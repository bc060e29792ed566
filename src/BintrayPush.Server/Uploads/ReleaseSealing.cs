using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>Publishes staged releases, whoever asks for it and in which protocol.</summary>
internal sealed class ReleaseSealing(IBintray bintray, SigningData signing, ChangeWindow window, Action<VersionAddress> announce)
{
    /// <summary>Publishes a release, all of it or nothing.</summary>
    /// <param name="call">The call, whose caller may do that.</param>
    /// <param name="release">The release.</param>
    /// <param name="legs">The legs that it is to have.</param>
    /// <param name="fields">The body of the call, which may hold a passphrase.</param>
    /// <exception cref="BintrayException">403: it is too late for one of its versions. 404, 409: it is not as expected.</exception>
    public async Task<SealAnswer> SealAsync(Call call, ReleaseAddress release, IReadOnlyList<LegName> legs, Fields fields)
    {
        await RequireOpenAsync(call, release);
        var passphrase = await signing.PassphraseAsync(call, fields);
        var answer = await bintray.SealReleaseAsync(release, legs, call.Cancellation, passphrase);
        foreach (var version in answer.Versions)
        {
            announce(version);
        }

        return answer;
    }

    /// <summary>The window of a version may have ended since its files were uploaded.</summary>
    private async Task RequireOpenAsync(Call call, ReleaseAddress release)
    {
        var found = await bintray.GetReleaseAsync(release, call.Cancellation);
        foreach (var leg in found is { State: not StagedState.Sealed } ? found.Legs : [])
        {
            var manifest = await bintray.GetLegAsync(release, leg.Name, call.Cancellation);
            foreach (var version in manifest?.Versions ?? [])
            {
                await window.RequireOpenAsync(call, version.Version);
            }
        }
    }
}
