using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Staging;

/// <summary>Answers of NuGet's staging protocol that several of its calls give.</summary>
internal sealed class StagingAnswers(StagedGroups groups, ArtifactStates states, FeedAddress addresses)
{
    /// <summary>The pattern that its addresses begin with.</summary>
    public const string Root = "nuget/{subject}/{repo}/v3/staging";

    /// <summary>How far what is staged is.</summary>
    public ArtifactStates States => states;

    /// <summary>The service index of the feed of a release.</summary>
    public string FeedOf(Call call, StagedRelease release) => addresses.OfStaged(call, release.Address.Id).Index;

    /// <summary>Answers with a single package, or symbols.</summary>
    public async Task ArtifactAsync(Call call, int status, StagedArtifact artifact)
    {
        var files = await groups.FilesAsync(artifact.Release, call.Cancellation);
        var state = (await states.OfAsync([artifact], files, call.Cancellation))[0];
        await Answer.JsonAsync(call.Http, status, json => StagingJson.Write(json, artifact, state, FeedOf(call, artifact.Release)));
    }

    /// <summary>Answers with a page of packages, or of symbols.</summary>
    public Task PageAsync(Call call, StagingPage<StagedArtifact> page, IReadOnlyList<ArtifactState> ofPage) =>
        Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
        {
            var position = 0;
            json.WriteStartObject();
            StagingJson.WritePage(
                json, page, artifact => StagingJson.Write(json, artifact, ofPage[position++], FeedOf(call, artifact.Release)));
            json.WriteEndObject();
        });
}
