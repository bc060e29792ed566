using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>Takes what was staged out of its release, or into another one. What belongs to a leg of some machine stays in it.</summary>
internal sealed class ArtifactMoves(IReleaseGroups releases)
{
    /// <summary>Moves a package, or symbols, into another release.</summary>
    /// <exception cref="BintrayException">409: it does not wait any more, or one of the two is published.</exception>
    public async Task MoveAsync(StagedArtifact artifact, ReleaseAddress release, CancellationToken cancellation)
    {
        if (artifact.Release.Address.Equals(release))
        {
            return;
        }

        artifact.RequireOwn();
        // Added first: in between it is in two releases, and whichever is promoted publishes the same bytes.
        await releases.AddAsync(release, new LegVersion(artifact.Version, [artifact.File]), cancellation);
        await LeaveAsync(artifact, cancellation);
    }

    /// <summary>Takes it out of its release; the file goes on waiting.</summary>
    public Task LeaveAsync(StagedArtifact artifact, CancellationToken cancellation) =>
        RemoveAsync(artifact, drop: false, cancellation);

    /// <summary>Drops it.</summary>
    public Task DropAsync(StagedArtifact artifact, CancellationToken cancellation)
    {
        artifact.RequireOwn();
        return RemoveAsync(artifact, drop: true, cancellation);
    }

    private Task RemoveAsync(StagedArtifact artifact, bool drop, CancellationToken cancellation) => releases.RemoveAsync(
        artifact.Release.Address, artifact.Version, file => file.Equals(artifact.File), drop, cancellation);
}
