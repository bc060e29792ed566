using BintrayPush.Server.Access;
using BintrayPush.Server.Downloads;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;

namespace BintrayPush.Server.Staging;

/// <summary>
/// NuGet's staging protocol <c>PackageStaging/1.0.0</c> (docs/nuget.md, "Stage, test, promote"), and the feeds of what is staged.
/// </summary>
internal static class StagingRoutes
{
    public static IEnumerable<CallRoute> All(
        IServerStore store,
        SentPackages sent,
        PublishedPackages published,
        RepositoryFacts facts,
        FeedAddress addresses,
        ContentCalls parts,
        DownloadCalls downloads,
        StagedGroups groups,
        ArtifactStates states,
        GroupWork work,
        ReleaseTurns turns,
        ChangeWindow window,
        Action<VersionAddress> announce,
        ServerSettings settings)
    {
        var bintray = store.Service;
        var answers = new StagingAnswers(groups, states, addresses);
        var moves = new ArtifactMoves(store.Groups, groups, states);
        var pairs = new StagedPairs(groups, moves, sent);
        return
        [
            .. new StageCalls(store, groups, answers, moves, pairs, turns, sent, published, facts, settings).Routes,
            .. new ArtifactCalls(bintray, moves, turns, groups, answers, published, facts, window, announce).Routes,
            .. new GroupCalls(store.Groups, groups, work, answers, moves, turns, facts).Routes,
            .. new StagedFeedCalls(bintray, groups, new StagedContents(bintray), facts, addresses, parts, downloads).Routes,
        ];
    }
}
