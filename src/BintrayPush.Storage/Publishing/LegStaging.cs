using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Publishing;

/// <summary>Recording a leg of a release, in place of the one of its name. The commit point is the release's record.</summary>
internal sealed class LegStaging(StagedReleaseRecords records, StagedReleases staged, LegFiles files)
{
    public async Task<StagedRelease> StageAsync(
        ReleaseAddress release, LegName name, LegManifest manifest, CancellationToken cancellation)
    {
        Check(release, manifest);
        var retry = staged.Retry(release);
        for (; ; await retry.AgainAsync(cancellation).ConfigureAwait(false))
        {
            var old = await records.FindAsync(release, cancellation).ConfigureAwait(false);
            var before = StagedReleases.BeforeOf(old);
            StagedReleases.RequireOpen(release, before);
            var earlier = before?.Leg(name);
            LegRecord[] others = [.. before?.Legs.Where(leg => leg != earlier) ?? []];
            StagedReleases.RequireRoom(release, others.Length);
            var union = new LegUnion(release);
            LegManifest? replaced = null;
            if (before is not null)
            {
                if (await staged.ReadAsync(old!, others, union, cancellation).ConfigureAwait(false) is null
                    || await staged.ReadAsync(old!, earlier is null ? [] : [earlier], null, cancellation)
                        .ConfigureAwait(false) is not { } found)
                {
                    continue;
                }

                replaced = found.Count == 1 ? found[0] : null;
            }

            RequirePackages(release, name, replaced, manifest);
            union.Add(name, manifest);
            await files.RequireAsync(release, name, manifest, cancellation).ConfigureAwait(false);
            if (replaced is not null && IsSame(replaced, manifest))
            {
                return before!.Shown();
            }

            // First: a leg that says more than waits cannot be sealed, and can be staged again; what no leg names would wait for ever.
            if (replaced is not null)
            {
                var elsewhere = await staged.FilesOfOthersAsync(release, cancellation).ConfigureAwait(false);
                await files.DropAsync(
                    replaced, file => !union.Has(file.Version, file.File) && !elsewhere.Contains(file), cancellation).ConfigureAwait(false);
            }

            if (await staged.TryPutAsync(release, old, before, name, manifest, cancellation).ConfigureAwait(false) is { } shown)
            {
                return shown;
            }
        }
    }

    private static void Check(ReleaseAddress release, LegManifest manifest)
    {
        if (manifest.Versions.Count == 0 || manifest.Versions.Any(version => version.Files.Count == 0))
        {
            throw StoreRefusal.BadRequest("a leg, or a version of it, has no files");
        }

        if (manifest.Versions.FirstOrDefault(version => version.Version.Repository.Subject != release.Subject) is { } strange)
        {
            throw StoreRefusal.BadRequest(
                $"version '{strange.Version}' is not one of '{release.Subject}', to which the release belongs");
        }

        if (manifest.Versions.GroupBy(version => version.Version).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw StoreRefusal.BadRequest($"version '{twice.Key}' is named twice in a leg");
        }

        var paths = manifest.Versions.SelectMany(
            version => version.Files.Select(file => (version.Version.Repository, Path: KeyName.Fold(file.Path.Value))));
        if (paths.GroupBy(path => path).FirstOrDefault(same => same.Count() > 1) is { } path)
        {
            throw StoreRefusal.BadRequest($"'{path.Key.Repository}/{path.Key.Path}' is named twice in a leg");
        }
    }

    /// <summary>Two pushes that call their legs alike must not make each other's packages vanish.</summary>
    private static void RequirePackages(ReleaseAddress release, LegName leg, LegManifest? earlier, LegManifest manifest)
    {
        var lost = PackagesOf(earlier).Except(PackagesOf(manifest)).ToList();
        if (lost.Count > 0)
        {
            throw LegRefusal.PackagesLost(release, leg, lost);
        }
    }

    private static IEnumerable<PackageAddress> PackagesOf(LegManifest? manifest) =>
        manifest?.Versions.Select(version => version.Version.Package).Distinct() ?? [];

    private static bool IsSame(LegManifest one, LegManifest other)
    {
        return new HashSet<(VersionAddress, RepositoryPath, string)>(FilesOf(one)).SetEquals(FilesOf(other));

        static IEnumerable<(VersionAddress, RepositoryPath, string)> FilesOf(LegManifest manifest) =>
            manifest.Versions.SelectMany(version => version.Files.Select(file => (version.Version, file.Path, file.Sha256)));
    }
}
