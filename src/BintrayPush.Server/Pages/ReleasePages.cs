using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Pages;

/// <summary>
/// The staged releases of a subject, and what their buttons do. For who may neither stage nor promote nothing is there, as if there were no
/// such subject.
/// </summary>
internal sealed class ReleasePages(
    IBintray bintray, ReleaseChanges changes, PageHandling pages, PageSessions sessions, bool readOnly)
{
    private const string OfSubject = "/releases/{subject}";
    private const string OfRelease = OfSubject + "/{id}";

    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("GET", OfSubject, Needs.Staged, ListAsync),
        pages.Route("GET", OfRelease, Needs.Staged, ShowAsync),
        pages.Route("POST", OfRelease + "/seal", Needs.StagedPromote, SealAsync),
        pages.Route("POST", OfRelease + "/discard", Needs.Publish, DiscardAsync),
    ];

    private async Task<PageContent?> ListAsync(Call call, PageContext context)
    {
        var subject = RepositoryAddress.SubjectOf(call.Subject);
        var releases = (await bintray.ListReleasesAsync(subject, call.Cancellation))
            .Where(release => !release.Address.Id.Equals(ReleaseId.OfUngrouped)).ToArray();
        return new(typeof(ReleasesPage), new()
        {
            [nameof(ReleasesPage.Context)] = context,
            [nameof(ReleasesPage.Subject)] = subject,
            [nameof(ReleasesPage.Releases)] = Answer.PageOf(call, releases),
            [nameof(ReleasesPage.Outcome)] = ShownText.Outcome(call.Query, "discarded", "was discarded", "were discarded"),
        });
    }

    private async Task<PageContent?> ShowAsync(Call call, PageContext context)
    {
        var release = await RequireAsync(call);
        var legs = Answer.PageOf(call, release.Legs);
        var shown = new List<ShownLeg>();
        foreach (var leg in legs.Items)
        {
            var manifest = await bintray.GetLegAsync(release.Address, leg.Name, call.Cancellation);
            shown.Add(new ShownLeg(leg, manifest?.Versions ?? []));
        }

        var mayChange = !readOnly && context.FormToken is not null && release.State != StagedState.Sealed;
        var role = call.Caller.RoleOn(call.Subject);
        return new(typeof(ReleasePage), new()
        {
            [nameof(ReleasePage.Context)] = context,
            [nameof(ReleasePage.Release)] = release,
            [nameof(ReleasePage.Legs)] = new Page<ShownLeg>(shown, legs.Start, legs.Total),
            [nameof(ReleasePage.MaySeal)] = mayChange && role.Includes(Role.Promote) && release.Legs.Count > 0,
            [nameof(ReleasePage.MayDiscard)] = mayChange && role.Includes(Role.Publish) && release.State == StagedState.Open,
            [nameof(ReleasePage.Outcome)] = ShownText.Outcome(call.Query, "sealed", "is public now", "are public now"),
        });
    }

    private async Task<PageContent?> SealAsync(Call call, PageContext context)
    {
        if (await BeginAsync(call) is not { State: not StagedState.Sealed } release)
        {
            pages.Lead(call, context.Links.Of(AddressOf(call)));
            return null;
        }

        var answer = await changes.SealAsync(call, release.Address, [.. release.Legs.Select(leg => leg.Name)], default);
        return pages.Done(call, context, $"{context.Links.Of(release.Address)}?sealed={answer.Files}", answer.Warning);
    }

    private async Task<PageContent?> DiscardAsync(Call call, PageContext context)
    {
        var release = await BeginAsync(call);
        var answer = await changes.DiscardAsync(call, release.Address, leg: null);
        return pages.Done(call, context, $"{context.Links.Releases(call.Subject)}?discarded={answer.Files}", answer.Warning);
    }

    /// <summary>Insists that the release is still what was on the page: what has come since nobody has looked at.</summary>
    private async Task<StagedRelease> BeginAsync(Call call)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        var release = await RequireAsync(call);
        SeenRelease.Require(form, release);
        return release;
    }

    private async Task<StagedRelease> RequireAsync(Call call)
    {
        var release = AddressOf(call);
        return !release.Id.Equals(ReleaseId.OfUngrouped) && await bintray.GetReleaseAsync(release, call.Cancellation) is { } found
            ? found
            : throw Refusal.NoRelease(release);
    }

    private static ReleaseAddress AddressOf(Call call) => ReleaseAddress.Of(call.Subject, ReleaseId.Of(call["id"]));
}
