namespace BintrayPush.Server.Staging;

/// <summary>A group as it would be promoted now.</summary>
/// <param name="Release">The release that it is.</param>
/// <param name="Members">Its packages and symbols of one repository, each with how far it is.</param>
/// <param name="Files">How many files it has, in all repositories.</param>
/// <param name="CanPromote">Whether a promotion would publish it.</param>
/// <param name="Blockers">What is in the way of that.</param>
internal sealed record GroupView(
    StagedRelease Release,
    IReadOnlyList<(StagedArtifact Artifact, ArtifactState State)> Members,
    int Files,
    bool CanPromote,
    IReadOnlyList<Blocker> Blockers);
