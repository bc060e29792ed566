using System.Collections.Concurrent;
using BintrayPush.Api.Service;

namespace BintrayPush.Server.Staging;

/// <summary>
/// Compares what a release says of its packages with what waits in their versions: a promotion that would be refused is seen before.
/// </summary>
internal sealed class ArtifactStates(IBintray bintray)
{
    private const int AtOnce = 8;
    private const int MostNamed = 3;

    /// <summary>How far staged packages are, in their order.</summary>
    /// <param name="artifacts">The packages.</param>
    /// <param name="files">All files of their releases.</param>
    public async Task<IReadOnlyList<ArtifactState>> OfAsync(
        IReadOnlyList<StagedArtifact> artifacts, IEnumerable<StagedArtifact> files, CancellationToken cancellation)
    {
        var listings = new ConcurrentDictionary<VersionAddress, FileListing?>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(artifacts.Select(artifact => artifact.Version).Distinct(), options, async (version, token) =>
            listings[version] = await ListAsync(version, token));
        var known = files.Select(file => (file.Release.Address, file.Version, file.File.Path)).ToHashSet();
        return [.. artifacts.Select(artifact => StateOf(artifact, listings[artifact.Version], known))];
    }

    private async Task<FileListing?> ListAsync(VersionAddress version, CancellationToken cancellation)
    {
        try
        {
            return await bintray.ListFilesAsync(version, includeUnpublished: true, cancellation);
        }
        catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
        {
            return null;
        }
    }

    private static ArtifactState StateOf(
        StagedArtifact artifact, FileListing? listing, HashSet<(ReleaseAddress, VersionAddress, RepositoryPath)> known)
    {
        if (Find(listing?.Unpublished, artifact) is not { } waiting)
        {
            return Find(listing?.Published, artifact) is { } published
                ? new ArtifactState(ArtifactState.Succeeded, []) { Uploaded = published.Created }
                : new ArtifactState(
                    ArtifactState.Failed,
                    [new("BTP4053", $"'{artifact.File.Path}' does not wait there any more as it was staged; stage it again")]);
        }

        var strangers = listing!.Unpublished
            .Where(file => !known.Contains((artifact.Release.Address, artifact.Version, file.Path)) && !IsSignature(file.Path))
            .Select(file => $"'{file.Path}'").ToList();
        var status = artifact.Release.State == StagedState.Sealing ? ArtifactState.Promoting : ArtifactState.Ready;
        return new ArtifactState(status, strangers.Count == 0 ? [] : [Stranger(artifact, strangers)]) { Uploaded = waiting.Created };
    }

    private static Blocker Stranger(StagedArtifact artifact, List<string> strangers) => new(
        "BTP4055",
        $"in version '{artifact.Version.Name}' of '{artifact.Version.Package.Name}' waits what was not staged: "
            + string.Join(", ", strangers.Take(MostNamed)) + (strangers.Count > MostNamed ? ", ..." : ""));

    /// <summary>A signature that was made here goes on waiting, whatever is published.</summary>
    private static bool IsSignature(RepositoryPath path) => path.Value.EndsWith(".asc", StringComparison.OrdinalIgnoreCase);

    private static RepositoryFile? Find(IReadOnlyList<RepositoryFile>? files, StagedArtifact artifact) =>
        files?.FirstOrDefault(file => file.Path.Equals(artifact.File.Path) && file.Sha256 == artifact.File.Sha256);
}
