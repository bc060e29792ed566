using BintrayPush.Api.Service;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Releases that several machines stage: this project's own (docs/server.md, "Legs"). They name files that nobody is to see yet, so all of
/// it is for those who may stage or promote.
/// </summary>
internal sealed class LegCalls(IBintray bintray, ReleaseChanges changes)
{
    public IEnumerable<CallRoute> Routes =>
    [
        new("GET", "releases/{subject}", Needs.Waiting, ListAsync),
        new("GET", "releases/{subject}/{id}", Needs.Waiting, GetAsync),
        new("DELETE", "releases/{subject}/{id}", Needs.Publish, call => DiscardAsync(call, leg: null)),
        new("POST", "releases/{subject}/{id}/seal", Needs.Promote, SealAsync),
        new("GET", "releases/{subject}/{id}/legs/{leg}", Needs.Waiting, GetLegAsync),
        new("PUT", "releases/{subject}/{id}/legs/{leg}", Needs.Stage, StageAsync),
        new("DELETE", "releases/{subject}/{id}/legs/{leg}", Needs.Publish, call => DiscardAsync(call, LegOf(call))),
    ];

    private static ReleaseAddress ReleaseOf(Call call) => ReleaseAddress.Of(call.Subject, ReleaseId.Of(call["id"]));

    private static LegName LegOf(Call call) => LegName.Of(call["leg"]);

    private async Task ListAsync(Call call)
    {
        var releases = await bintray.ListReleasesAsync(call.Subject, call.Cancellation);
        await Answer.ListAsync(call.Http, releases, (json, release) =>
        {
            json.WriteStartObject();
            LegJson.Write(json, release);
            json.WriteEndObject();
        });
    }

    private async Task GetAsync(Call call)
    {
        var release = ReleaseOf(call);
        await AnswerAsync(call, await bintray.GetReleaseAsync(release, call.Cancellation) ?? throw Refusal.NoRelease(release));
    }

    private async Task GetLegAsync(Call call)
    {
        var (release, leg) = (ReleaseOf(call), LegOf(call));
        var manifest = await bintray.GetLegAsync(release, leg, call.Cancellation) ?? throw Refusal.NoLeg(release, leg);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("name", leg.Name);
            LegJson.Write(json, manifest);
            json.WriteEndObject();
        });
    }

    private async Task StageAsync(Call call)
    {
        var (release, leg) = (ReleaseOf(call), LegOf(call));
        if (leg.Equals(LegName.OfGroups) || release.Id.Equals(ReleaseId.OfUngrouped))
        {
            throw Refusal.BadRequest(
                $"no leg can be called '{LegName.OfGroups}', and no release '{ReleaseId.OfUngrouped}': there waits what clients of NuGet "
                    + "stage");
        }

        var manifest = LegJson.ReadManifest(call.Subject, (await call.ReadReleaseAsync()).Json);
        await AnswerAsync(call, await bintray.StageLegAsync(release, leg, manifest, call.Cancellation));
    }

    private async Task SealAsync(Call call)
    {
        var fields = await call.ReadFieldsAsync();
        var legs = fields.Texts("legs") ?? throw Refusal.BadRequest("'legs' must be a list of the legs expected");
        await Answer.SealedAsync(call.Http, await changes.SealAsync(call, ReleaseOf(call), [.. legs.Select(LegName.Of)], fields));
    }

    private async Task DiscardAsync(Call call, LegName? leg) =>
        await Answer.CountAsync(call.Http, await changes.DiscardAsync(call, ReleaseOf(call), leg));

    private static Task AnswerAsync(Call call, StagedRelease release) => Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        LegJson.Write(json, release);
        json.WriteEndObject();
    });
}
