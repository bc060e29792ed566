using BintrayPush.Api.Service;
using BintrayPush.Server.Access;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Uploads;

namespace BintrayPush.Server.Staging;

/// <summary>What was staged, package by package: shown, dropped, and published one by one where no group has it.</summary>
internal sealed class ArtifactCalls(
    IBintray bintray,
    ArtifactMoves moves,
    ReleaseTurns turns,
    StagedGroups groups,
    StagingAnswers answers,
    PublishedPackages published,
    RepositoryFacts facts,
    ChangeWindow window,
    Action<VersionAddress> announce)
{
    public IEnumerable<CallRoute> Routes =>
    [
        .. Of(StagingJson.Package, isSymbols: false),
        .. Of(StagingJson.Symbols, isSymbols: true),
        new("POST", $"{StagingAnswers.Root}/package/{{id}}/{{version}}/promote", Needs.StagedPromote, turns.Of(PromoteAsync)),
    ];

    private IEnumerable<CallRoute> Of(string kind, bool isSymbols) =>
    [
        new("GET", $"{StagingAnswers.Root}/{kind}", Needs.Staged, call => ListAsync(call, isSymbols)),
        new("GET", $"{StagingAnswers.Root}/{kind}/{{id}}/{{version}}", Needs.Staged, call => ShowAsync(call, isSymbols)),
        new(
            "DELETE", $"{StagingAnswers.Root}/{kind}/{{id}}/{{version}}", Needs.StagedChange,
            turns.Of(call => DeleteAsync(call, isSymbols))),
    ];

    private async Task ListAsync(Call call, bool isSymbols)
    {
        await FeedCalls.RequireAsync(facts, call);
        var all = await groups.AllAsync(call.Repository, call.Cancellation);
        var page = StagingPages.Of(call, [.. all.Where(artifact => artifact.IsSymbols == isSymbols)]);
        var states = await answers.States.OfAsync(page.Items, all, call.Cancellation);
        await answers.PageAsync(call, page, states);
    }

    private async Task ShowAsync(Call call, bool isSymbols)
    {
        var found = (await FindAsync(call)).FirstOrDefault(artifact => artifact.IsSymbols == isSymbols)
            ?? throw Missing(call);
        await answers.ArtifactAsync(call, StatusCodes.Status200OK, found);
    }

    /// <summary>Symbols go with their package. What is not there is as good as deleted.</summary>
    private async Task DeleteAsync(Call call, bool isSymbols)
    {
        foreach (var artifact in (await FindAsync(call)).Where(artifact => artifact.IsSymbols || !isSymbols))
        {
            await moves.DropAsync(artifact, call.Cancellation);
        }

        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task PromoteAsync(Call call)
    {
        if (await FindAsync(call) is not [var first, ..] found)
        {
            // The answer to an earlier call may have been lost.
            var (earlier, _) = await published.FindAsync(call, call["id"], DeleteCalls.NumberIn(call).ToLowerInvariant());
            await Answer.CountAsync(call.Http, new PublishAnswer(Files: earlier is null ? throw Missing(call) : 0));
            return;
        }

        if (found.FirstOrDefault(artifact => StagedGroups.IsGroup(artifact.Release)) is { } grouped)
        {
            throw new BintrayException(
                BintrayException.Conflict,
                $"'{call["id"]} {call["version"]}' is in group '{grouped.Release.Address.Id}': promote the group, or take it out of it");
        }

        await window.RequireOpenAsync(call, first.Version);
        var expected = found.Select(artifact => new ExpectedFile(artifact.File.Path, artifact.File.Sha256)).ToList();
        var answer = await bintray.PublishAsync(first.Version, new PublishRequest { Expected = expected }, call.Cancellation);
        if (answer.Files > 0)
        {
            announce(first.Version);
        }

        // It has happened: what is still named as staged is public as it is, and promoted again without effect.
        foreach (var artifact in found)
        {
            await moves.LeaveAsync(artifact, CancellationToken.None);
        }

        await Answer.CountAsync(call.Http, answer);
    }

    private async Task<IReadOnlyList<StagedArtifact>> FindAsync(Call call)
    {
        await FeedCalls.RequireAsync(facts, call);
        return await groups.FindAsync(call);
    }

    private static BintrayException Missing(Call call) =>
        new(BintrayException.NotFound, $"'{call["id"]} {call["version"]}' is not staged");
}
