using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>
/// Groups of staged packages. NuGet's protocol has no call that promotes one; here there is one, and it publishes the whole release at one
/// moment.
/// </summary>
internal sealed class GroupCalls(
    IReleaseGroups releases,
    StagedGroups groups,
    GroupWork work,
    StagingAnswers answers,
    ArtifactMoves moves,
    ReleaseTurns turns,
    RepositoryFacts facts)
{
    private const string Groups = $"{StagingAnswers.Root}/groups";

    public IEnumerable<CallRoute> Routes =>
    [
        new("POST", Groups, Needs.StagedChange, CreateAsync),
        new("GET", Groups, Needs.Staged, ListAsync),
        new("GET", $"{Groups}/{{group}}", Needs.Staged, ShowAsync),
        new("PATCH", $"{Groups}/{{group}}", Needs.StagedChange, RenameAsync),
        new("DELETE", $"{Groups}/{{group}}", Needs.StagedChange, DeleteAsync),
        new("POST", $"{Groups}/{{group}}/promote", Needs.StagedPromote, PromoteAsync),
        new("PUT", $"{Groups}/{{group}}/items/{{id}}/{{version}}", Needs.StagedChange, turns.Of(AddAsync)),
        new("DELETE", $"{Groups}/{{group}}/items/{{id}}/{{version}}", Needs.StagedChange, turns.Of(RemoveAsync)),
    ];

    private async Task CreateAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        var (id, name) = StagingJson.ReadGroup(await call.ReadFieldsAsync());
        var created = await releases.CreateAsync(StagedGroups.AddressOf(call, id), name, call.Cancellation);
        await AnswerAsync(call, StatusCodes.Status201Created, new(created, CanPromote: false, 0, answers.FeedOf(call, created)));
    }

    private async Task ListAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        var page = StagingPages.Of(call, await groups.ListAsync(call.Subject, call.Cancellation));
        var shown = new List<StagingJson.Group>();
        foreach (var release in page.Items)
        {
            // Whether something is in the way of it, the group itself says: all that waits would have to be compared for that.
            var files = await groups.FilesAsync(release, call.Cancellation);
            var count = StagedGroups.PackagesIn(files, call.Repository).Count;
            shown.Add(new StagingJson.Group(release, files.Count > 0, count, answers.FeedOf(call, release)));
        }

        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            var position = 0;
            json.WriteStartObject();
            StagingJson.WritePage(json, page, _ => StagingJson.Write(json, shown[position++]));
            json.WriteEndObject();
        });
    }

    private async Task ShowAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        var view = await work.LookAsync(call, await groups.RequireAsync(call));
        var group = new StagingJson.Group(view.Release, view.CanPromote, view.Members.Count, answers.FeedOf(call, view.Release))
        {
            Blockers = view.Blockers,
        };
        var page = StagingPages.Of(call, view.Members);
        await Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("group");
            StagingJson.Write(json, group);
            StagingJson.WritePage(json, page, item => StagingJson.Write(json, item.Artifact, item.State, group.Feed));
            json.WriteEndObject();
        });
    }

    private async Task RenameAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        var name = StagingJson.ReadName(await call.ReadFieldsAsync());
        await releases.RenameAsync((await groups.RequireAsync(call)).Address, name, call.Cancellation);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        await work.DropAsync(call);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Again, it has no effect: the answer to an earlier call may have been lost.</summary>
    private async Task PromoteAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        await Answer.SealedAsync(call.Http, await work.PromoteAsync(call, await call.ReadFieldsAsync()));
    }

    private async Task AddAsync(Call call)
    {
        var group = await groups.RequireAsync(call);
        if (await FindAsync(call) is not { Count: > 0 } found)
        {
            throw new BintrayException(BintrayException.NotFound, $"'{call["id"]} {call["version"]}' is not staged");
        }

        await MoveAsync(call, found, group.Address);
    }

    private async Task RemoveAsync(Call call)
    {
        var group = await groups.RequireAsync(call);
        var found = await FindAsync(call);
        await MoveAsync(call, found.Where(artifact => artifact.Release.Address.Equals(group.Address)), StagedGroups.Ungrouped(call));
    }

    private async Task MoveAsync(Call call, IEnumerable<StagedArtifact> artifacts, ReleaseAddress release)
    {
        foreach (var artifact in artifacts)
        {
            await moves.MoveAsync(artifact, release, call.Cancellation);
        }

        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<IReadOnlyList<StagedArtifact>> FindAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        return await groups.FindAsync(call);
    }

    private static Task AnswerAsync(Call call, int status, StagingJson.Group group) =>
        Answer.JsonAsync(call.Http, status, json => StagingJson.Write(json, group));
}
