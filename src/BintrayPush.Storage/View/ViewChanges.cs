using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.View;

/// <summary>
/// What must change in the view of a version. Pages that everything it may show and the new manifest have in common are not even read:
/// so a publish of one file costs the same in a version of any size.
/// </summary>
/// <param name="Leaving">Paths of which the view may show something and that the version no longer has.</param>
/// <param name="Entering">Files that the view does not surely show.</param>
internal sealed record ViewChanges(IReadOnlyList<string> Leaving, IReadOnlyList<KeyValuePair<string, FileEntry>> Entering)
{
    /// <summary>Compares what the view may show with what is published.</summary>
    /// <returns><see langword="null"/> if the head has changed meanwhile.</returns>
    public static async Task<ViewChanges?> ReadAsync(Objects objects, string repositoryId, VersionHead head, CancellationToken cancellation)
    {
        var manifests = objects.Manifests;
        if (await manifests.ReadAsync(repositoryId, head.Manifest, [], cancellation).ConfigureAwait(false) is not { } target)
        {
            return null;
        }

        var shown = new List<(string Name, Manifest Manifest)>();
        foreach (var name in head.InView)
        {
            if (await manifests.ReadAsync(repositoryId, name, [], cancellation).ConfigureAwait(false) is { } manifest)
            {
                shown.Add((name, manifest));
            }
        }

        // What lies there is known only if the view was complete once and everything since is known, too.
        var isKnown = head.View is not null && shown.Count == head.InView.Count();
        var common = new HashSet<string>(Ids(target));
        shown.ForEach(manifest => common.IntersectWith(Ids(manifest.Manifest)));

        var before = new List<Dictionary<string, FileEntry>>();
        foreach (var (name, manifest) in shown)
        {
            if (await FilesAsync(name, manifest, common).ConfigureAwait(false) is not { } files)
            {
                return null;
            }

            before.Add(files);
        }

        if (await FilesAsync(head.Manifest, target, isKnown ? common : []).ConfigureAwait(false) is not { } after)
        {
            return null;
        }

        return new ViewChanges(
            [.. before.SelectMany(files => files.Keys).Distinct().Where(path => !after.ContainsKey(path))],
            // By upload, not by content: what was sent again to heal a damaged content is put anew, too.
            [.. after.Where(
                file => !isKnown || !before.All(files => files.TryGetValue(file.Key, out var old) && old.Upload == file.Value.Upload))]);

        async Task<Dictionary<string, FileEntry>?> FilesAsync(string? name, Manifest manifest, HashSet<string> without)
        {
            var indexes = Enumerable.Range(0, manifest.Parts.Count).Where(i => manifest.Parts[i].Id is not { } id || !without.Contains(id))
                .ToList();
            var loaded = name is null
                ? manifest
                : await manifests.LoadAsync(repositoryId, name, manifest, indexes, cancellation).ConfigureAwait(false);
            return loaded is null
                ? null
                : indexes.SelectMany(i => loaded.Parts[i].Loaded.Files).ToDictionary(file => file.Key, file => file.Value);
        }
    }

    private static IEnumerable<string> Ids(Manifest manifest) => manifest.Parts.Select(part => part.Id).OfType<string>();
}
