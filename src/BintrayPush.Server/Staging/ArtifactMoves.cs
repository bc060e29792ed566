using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>
/// Puts what was staged into a release, into another one, or out of it. A file is in one release at most, whoever moves it at the same
/// moment. What belongs to a leg of some machine stays in it.
/// </summary>
internal sealed class ArtifactMoves(IReleaseGroups releases, StagedGroups groups, ArtifactStates states)
{
    private const int Tries = 5;

    /// <summary>Moves a package, or symbols, into another release.</summary>
    /// <exception cref="BintrayException">
    /// 409: it does not wait any more, one of the two is published, or somebody else has moved it at the same moment.
    /// </exception>
    public async Task MoveAsync(StagedArtifact artifact, ReleaseAddress release, CancellationToken cancellation)
    {
        if (!artifact.Release.Address.Equals(release))
        {
            artifact.RequireOwn();
            await PutAsync(new LegVersion(artifact.Version, [artifact.File]), release, [artifact], cancellation);
        }
    }

    /// <summary>Puts one file that waits into a release, and nowhere else.</summary>
    /// <param name="one">The file, in its version.</param>
    /// <param name="release">The release.</param>
    /// <param name="earlier">Where it is until now.</param>
    /// <exception cref="BintrayException">
    /// 409: the release takes nothing more, or somebody else has put the file into another one at the same moment.
    /// </exception>
    public async Task PutAsync(
        LegVersion one, ReleaseAddress release, IReadOnlyList<StagedArtifact> earlier, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++, earlier = [])
        {
            // Added first: in between it is in two releases, and whichever is promoted publishes the same bytes.
            await releases.AddAsync(release, one, cancellation);
            foreach (var artifact in earlier.Where(artifact => !artifact.Release.Address.Equals(release)))
            {
                await LeaveAsync(artifact, cancellation);
            }

            var found = await FindAsync(one, cancellation);
            if (found.FirstOrDefault(other => other.Release.Address.Equals(release)) is { } mine)
            {
                await SettleAsync(mine, found, cancellation);
                return;
            }

            if (found.Count > 0 || tried == Tries)
            {
                throw Moved(one, found.Count > 0 ? found[0] : null);
            }

            // Somebody who had found it here has moved it into the release that it has just left: it must not be lost between the two.
        }
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

    /// <summary>
    /// Drops a file that has arrived for a release which took it no more, unless another one has it: it would wait for ever.
    /// </summary>
    /// <param name="one">The file, in its version.</param>
    /// <param name="release">A release in which it can be for a moment: only what is in one can be dropped.</param>
    public async Task DropUnlistedAsync(LegVersion one, ReleaseAddress release, CancellationToken cancellation)
    {
        try
        {
            await releases.AddAsync(release, one, cancellation);
            await releases.RemoveAsync(release, one.Version, one.Files.Contains, drop: true, cancellation);
        }
        catch (BintrayException refusal) when (refusal.Status is BintrayException.Conflict or BintrayException.NotFound)
        {
            // It has other bytes by now, or is published: somebody else has it.
        }
    }

    /// <summary>
    /// Of several who have put a file into releases at one moment each looks afterwards, so each sees those that were faster. All come to
    /// the same result: one stays, and those who have lost hear of it.
    /// </summary>
    private async Task SettleAsync(StagedArtifact mine, IReadOnlyList<StagedArtifact> found, CancellationToken cancellation)
    {
        var known = await states.OfAsync(found, [], cancellation);
        var lost = found.Zip(known).Where(file => file.Second.Status == ArtifactState.Failed).Select(file => file.First).ToHashSet();
        var stays = found.Where(artifact => !lost.Contains(artifact)).MinBy(RankOf);
        if (stays is null || !ReferenceEquals(stays, mine))
        {
            await LeaveAsync(mine, cancellation);
            throw Moved(new LegVersion(mine.Version, [mine.File]), stays);
        }

        foreach (var other in found.Where(other => !ReferenceEquals(other, mine)))
        {
            await LeaveAsync(other, cancellation);
        }
    }

    /// <summary>What is being published stays where it is, and what is in a group comes before what is in none.</summary>
    private static (bool, bool, string) RankOf(StagedArtifact artifact) => (
        artifact.Release.State != StagedState.Sealing,
        !StagedGroups.IsGroup(artifact.Release),
        artifact.Release.Address.Id.Name.ToUpperInvariant());

    private async Task<IReadOnlyList<StagedArtifact>> FindAsync(LegVersion one, CancellationToken cancellation)
    {
        var (version, path) = (one.Version, one.Files[0].Path.Value);
        return
        [
            .. (await groups.AllAsync(version.Repository, cancellation)).Where(artifact => artifact.IsOwn
                && artifact.Version.Equals(version) && artifact.File.Path.Value.Equals(path, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private static BintrayException Moved(LegVersion one, StagedArtifact? stays) => new(
        BintrayException.Conflict,
        $"'{one.Files[0].Path}' was "
            + (stays is null ? "staged with other bytes, or dropped," : $"put into '{stays.Release.Address.Id}'")
            + " by somebody else at the same moment");

    private Task RemoveAsync(StagedArtifact artifact, bool drop, CancellationToken cancellation) => releases.RemoveAsync(
        artifact.Release.Address, artifact.Version, file => file.Equals(artifact.File), drop, cancellation);
}
