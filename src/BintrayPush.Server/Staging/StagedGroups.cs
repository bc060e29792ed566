using BintrayPush.Api.Service;
using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Storage.Publishing;

namespace BintrayPush.Server.Staging;

/// <summary>
/// The groups of NuGet's staging protocol. Each is a staged release of the subject (docs/legs.md), however its files came to it; what is
/// published is no group any more. What was staged without a group waits in a release of its own.
/// </summary>
internal sealed class StagedGroups(IBintray bintray, IReleaseGroups releases)
{
    /// <summary>The group that a text names.</summary>
    /// <exception cref="BintrayException">400: no group can be called that.</exception>
    public static ReleaseAddress AddressOf(Call call, string group)
    {
        var id = ReleaseId.Of(group);
        return !id.Equals(ReleaseId.OfUngrouped)
            ? ReleaseAddress.Of(call.Subject, id)
            : throw Refusal.BadRequest($"no group can be called '{id}'");
    }

    /// <summary>What was staged without a group.</summary>
    public static ReleaseAddress Ungrouped(Call call) => ReleaseAddress.Of(call.Subject, ReleaseId.OfUngrouped);

    /// <summary>Whether what waits in a release is in a group.</summary>
    public static bool IsGroup(StagedRelease release) => !release.Address.Id.Equals(ReleaseId.OfUngrouped);

    /// <summary>There is no such group that is not published.</summary>
    public static BintrayException Missing(string group) => new(BintrayException.NotFound, $"there is no group '{group}'");

    /// <summary>A release that is not published; <see langword="null"/> if there is none.</summary>
    public async Task<StagedRelease?> FindAsync(ReleaseAddress release, CancellationToken cancellation) =>
        await bintray.GetReleaseAsync(release, cancellation) is { State: not StagedState.Sealed } found ? found : null;

    /// <summary>The group in the path of a call.</summary>
    /// <exception cref="BintrayException">404: there is none.</exception>
    public async Task<StagedRelease> RequireAsync(Call call) =>
        await FindAsync(AddressOf(call, call["group"]), call.Cancellation) ?? throw Missing(call["group"]);

    /// <summary>The groups of a subject, the newest first.</summary>
    public async Task<IReadOnlyList<StagedRelease>> ListAsync(string subject, CancellationToken cancellation) =>
        [.. (await releases.ListOpenAsync(subject, cancellation)).Where(IsGroup)];

    /// <summary>All files of a release, each once.</summary>
    public async Task<IReadOnlyList<StagedArtifact>> FilesAsync(StagedRelease release, CancellationToken cancellation)
    {
        var files = new List<StagedArtifact>();
        foreach (var leg in release.Legs)
        {
            var manifest = await bintray.GetLegAsync(release.Address, leg.Name, cancellation);
            files.AddRange(manifest?.Versions.SelectMany(
                version => version.Files.Select(file => new StagedArtifact(release, leg.Name, version.Version, file))) ?? []);
        }

        return [.. files.DistinctBy(file => (file.Version, file.File))];
    }

    /// <summary>What is staged for a repository in any release, by id and version.</summary>
    public async Task<IReadOnlyList<StagedArtifact>> AllAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        var found = new List<StagedArtifact>();
        foreach (var release in await releases.ListOpenAsync(repository.Subject, cancellation))
        {
            found.AddRange(await FilesAsync(release, cancellation));
        }

        return PackagesIn(found, repository);
    }

    /// <summary>What is staged of the id and the version in the path of a call.</summary>
    public Task<IReadOnlyList<StagedArtifact>> FindAsync(Call call) => FindAsync(call, call["id"], DeleteCalls.NumberIn(call));

    /// <summary>What is staged of an id and a version, in any letters.</summary>
    public async Task<IReadOnlyList<StagedArtifact>> FindAsync(Call call, string id, string version) =>
        [.. (await AllAsync(call.Repository, call.Cancellation)).Where(artifact => artifact.Is(id, version))];

    /// <summary>Those of a list of files that are packages or symbols of a repository, by id and version.</summary>
    public static IReadOnlyList<StagedArtifact> PackagesIn(IEnumerable<StagedArtifact> files, RepositoryAddress repository) =>
    [
        .. files.Where(file => !file.IsOther && file.Version.Repository.Equals(repository))
            .OrderBy(file => file.Id, StringComparer.OrdinalIgnoreCase)
            .ThenBy(file => file.Version.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(file => file.IsSymbols),
    ];
}
