using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Staging;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Pages;

/// <summary>
/// What is staged for a NuGet feed, group by group, and what the buttons of a group do. For who may neither stage nor promote nothing is
/// there, as in NuGet's staging protocol.
/// </summary>
internal sealed class StagedPages(
    StagedGroups groups, GroupWork work, RepositoryFacts facts, PageHandling pages, PageSessions sessions, bool readOnly)
{
    private const string OfRepository = "/staged/{subject}/{repo}";
    private const string OfGroup = OfRepository + "/{group}";

    public IEnumerable<CallRoute> Routes =>
    [
        pages.Route("GET", OfRepository, Needs.Staged, ListAsync),
        pages.Route("GET", OfGroup, Needs.Staged, ShowAsync),
        pages.Route("POST", OfGroup + "/promote", Needs.StagedPromote, PromoteAsync),
        pages.Route("POST", OfGroup + "/drop", Needs.StagedChange, DropAsync),
    ];

    private async Task<PageContent?> ListAsync(Call call, PageContext context)
    {
        await FeedCalls.RequireAsync(facts, call);
        var page = Answer.PageOf(call, await groups.ListAsync(call.Subject, call.Cancellation));
        var lines = new List<GroupLine>();
        foreach (var release in page.Items)
        {
            var files = await groups.FilesAsync(release, call.Cancellation);
            lines.Add(new GroupLine(release, StagedGroups.PackagesIn(files, call.Repository).Count));
        }

        var single = page.Start > 0 ? null : await groups.FindAsync(StagedGroups.Ungrouped(call), call.Cancellation);
        return new(typeof(StagedPage), new()
        {
            [nameof(StagedPage.Context)] = context,
            [nameof(StagedPage.Repository)] = call.Repository,
            [nameof(StagedPage.Groups)] = new Page<GroupLine>(lines, page.Start, page.Total),
            [nameof(StagedPage.Single)] = single is null ? [] : LinesOf(await work.LookAsync(call, single)),
            [nameof(StagedPage.Outcome)] = ShownText.Outcome(call.Query, "promoted", "is public now", "are public now")
                ?? ShownText.Outcome(call.Query, "discarded", "was dropped", "were dropped"),
        });
    }

    private async Task<PageContent?> ShowAsync(Call call, PageContext context)
    {
        await FeedCalls.RequireAsync(facts, call);
        var view = await work.LookAsync(call, await groups.RequireAsync(call));
        var mayChange = !readOnly && context.FormToken is not null;
        var role = call.Caller.RoleOn(call.Subject);
        var toDrop = GroupWork.HasMachines(view.Release) ? Role.Publish : Role.Stage;
        return new(typeof(GroupPage), new()
        {
            [nameof(GroupPage.Context)] = context,
            [nameof(GroupPage.Repository)] = call.Repository,
            [nameof(GroupPage.Group)] = view.Release,
            [nameof(GroupPage.Members)] = Answer.PageOf(call, LinesOf(view)),
            [nameof(GroupPage.Others)] = view.Files - view.Members.Count,
            [nameof(GroupPage.Blockers)] = view.Blockers.Select(blocker => $"{blocker.Message} ({blocker.Code})").ToArray(),
            [nameof(GroupPage.MayPromote)] = mayChange && view.CanPromote && role.Includes(Role.Promote),
            [nameof(GroupPage.MayDrop)] = mayChange && view.Release.State == StagedState.Open && role.Includes(toDrop),
        });
    }

    private async Task<PageContent?> PromoteAsync(Call call, PageContext context)
    {
        var form = await BeginAsync(call);
        var answer = await work.PromoteAsync(call, default, release => SeenRelease.Require(form, release));
        return pages.Done(call, context, $"{context.Links.Staged(call.Repository)}?promoted={answer.Files}", answer.Warning);
    }

    private async Task<PageContent?> DropAsync(Call call, PageContext context)
    {
        var form = await BeginAsync(call);
        var answer = await work.DropAsync(call, release => SeenRelease.Require(form, release));
        return pages.Done(call, context, $"{context.Links.Staged(call.Repository)}?discarded={answer.Files}", answer.Warning);
    }

    private async Task<IFormCollection> BeginAsync(Call call)
    {
        var form = await PageForm.ReadAsync(call, sessions, PageSessions.Cookie);
        await FeedCalls.RequireAsync(facts, call);
        return form;
    }

    private static IReadOnlyList<StagedLine> LinesOf(GroupView view) => [.. view.Members.Select(member => new StagedLine(
        member.Artifact.Id,
        member.Artifact.Version,
        member.Artifact.IsSymbols,
        member.State.Status switch
        {
            ArtifactState.Succeeded => "public",
            ArtifactState.Failed => "cannot be published",
            ArtifactState.Promoting => "being published",
            _ => member.State.Blockers.Count > 0 ? "held up" : "ready",
        },
        member.Artifact.File.Size,
        member.State.Uploaded))];
}
