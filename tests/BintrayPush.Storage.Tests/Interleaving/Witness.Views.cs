using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Tests.Interleaving;

/// <summary>What the objects say of manifests, and what the plain files show of a private repository.</summary>
internal sealed partial class Witness
{
    private long _lastHidden = -1;

    /// <summary>Nothing of a private repository is in the view once its record says that the view was emptied.</summary>
    public void CheckPrivacy(Actor actor)
    {
        if (_records.GetValueOrDefault(
            Keys.Repository(repository)) is RepositoryRecord { InView: false, Deleted: false, Details.Private: true })
        {
            _lastHidden = scheduler.Now;
            Check(
                view.Files.Count == 0,
                $"{actor.Current}: the repository is private, but the view shows {string.Join(", ", view.Files.Keys)}");
        }
    }

    /// <summary>Whether the repository is private now.</summary>
    public bool IsPrivate =>
        _records.GetValueOrDefault(Keys.Repository(repository)) is RepositoryRecord { Deleted: false, Details.Private: true };

    private bool IsHiddenNow() =>
        _records.GetValueOrDefault(Keys.Repository(repository)) is RepositoryRecord { InView: false, Details.Private: true };

    /// <summary>What a head means once its release has ended as it did.</summary>
    public VersionHead Meant(VersionHead head) =>
        head.Next is { } next
            ? head.After(((ReleaseRecord?)_records.GetValueOrDefault(next.Release))?.State ?? ReleaseState.Dropped)
            : head;

    private IReadOnlyDictionary<string, FileEntry> FilesOf(Actor actor, string repositoryId, VersionHead head)
    {
        if (head.Manifest is null)
        {
            return Manifest.Empty.Files;
        }

        var files = new Dictionary<string, FileEntry>();
        foreach (var key in ManifestKeys(repositoryId, head.Manifest))
        {
            if (!store.Objects.TryGetValue(key, out var part))
            {
                Check(false, $"{actor.Current}: {key} of the manifest {head.Manifest} is not there");
                continue;
            }

            var isPage = key.EndsWith(".page.json", StringComparison.Ordinal);
            foreach (var (path, file) in isPage ? Parse(part, RecordJson.Default.ManifestPage).Files : Manifest.Empty.Files)
            {
                files.Add(path, file);
            }
        }

        return files;
    }

    /// <summary>The keys of a manifest's root and pages.</summary>
    public IEnumerable<string> ManifestKeys(string repositoryId, string commit)
    {
        var key = Keys.Manifest(repositoryId, commit);
        var pages = store.Objects.TryGetValue(key, out var root) ? Parse(root, RecordJson.Default.ManifestRoot).Pages : [];
        return pages.Select(page => Keys.ManifestPage(repositoryId, commit, page.Id)).Append(key);
    }

    /// <summary>The keys of all manifests that live versions of a repository have published.</summary>
    private HashSet<string> PublishedManifestKeys(string repositoryId) =>
    [
        .. _records.Where(record => record.Key.StartsWith(Keys.AllVersions(repositoryId), StringComparison.Ordinal))
            .Select(record => (VersionHead)record.Value)
            .Where(head => head.Manifest is not null && IsLive(head))
            .SelectMany(head => ManifestKeys(repositoryId, head.Manifest!)),
    ];
}
