using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>
/// A feed of plain files, for any web server: the same documents that a server answers with, but that it cannot be pushed to, and that a
/// search finds everything. Each file is replaced as a whole; what a document names is there before it, and goes after it.
/// </summary>
/// <param name="root">Where a web server will answer with the files.</param>
/// <param name="owner">Whose feed it is.</param>
/// <param name="source">What it is made of.</param>
/// <param name="files">Where it is written to.</param>
public sealed class StaticFeed(FeedRoot root, string owner, IFeedSource source, IFeedFiles files)
{
    /// <summary>The form of the files; another one where the same packages would make others.</summary>
    public const int Form = 1;

    private readonly FeedNames _names = new(root);
    private readonly FeedChanges _changes = new(files);

    /// <summary>Sees to it that the files are those of the source. Only what differs is written.</summary>
    /// <exception cref="IOException">A file cannot be read or written. What was written until then fits together.</exception>
    /// <exception cref="InvalidDataException">A package has other bytes than were published.</exception>
    public async Task<FeedReport> WriteAsync(CancellationToken cancellation)
    {
        var packages = new PackageFiles(source, files, _names, _changes);
        var (needs, gone) = await PutPackagesAsync(packages, cancellation).ConfigureAwait(false);
        var documents = new IdDocuments(_names, _changes);
        var found = new List<FoundPackage>();
        var strangers = new List<string>();
        var (ids, count) = (new HashSet<string>(), 0);
        foreach (var id in DependencyOrder.Of(needs))
        {
            var versions = source.Versions(id).Select(version => version.Package)
                .Where(version => !gone.Contains(_names.Content(version))).ToList();
            if (versions.Count == 0)
            {
                continue;
            }

            HashSet<string> own = [.. await documents.PutAsync(versions, cancellation).ConfigureAwait(false)];
            own.UnionWith(versions.SelectMany(packages.NamesOf));
            strangers.AddRange(FeedNames.FoldersOf(id).SelectMany(files.Below).Where(name => !own.Contains(name)));
            ids.Add(id);
            count += versions.Count;
            if (Found(versions) is { } shown)
            {
                found.Add(shown);
            }
        }

        await PutSearchAsync(found, cancellation).ConfigureAwait(false);
        await _changes.PutAsync(_names.Of(_names.Urls.Index), ServiceIndex.WriteStatic(_names.Urls), cancellation).ConfigureAwait(false);

        // Last: now nothing names them any more.
        strangers.AddRange(FeedNames.Kinds.SelectMany(files.Below).Where(name => !ids.Contains(name.Split('/')[1])));
        strangers.ForEach(_changes.Remove);
        return new FeedReport(ids.Count, count, _changes.Written, _changes.Removed);
    }

    /// <summary>All packages before any document: so of a release none is named before all are there.</summary>
    private async Task<(Dictionary<string, IReadOnlyCollection<string>> Needs, HashSet<string> Gone)> PutPackagesAsync(
        PackageFiles packages, CancellationToken cancellation)
    {
        var needs = new Dictionary<string, IReadOnlyCollection<string>>();
        var gone = new HashSet<string>();
        foreach (var id in source.Ids)
        {
            var needed = new HashSet<string>();
            foreach (var version in source.Versions(id))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!await packages.PutAsync(version, cancellation).ConfigureAwait(false))
                {
                    gone.Add(_names.Content(version.Package));
                }

                needed.UnionWith(version.Package.Package.Dependencies
                    .SelectMany(group => group.Dependencies).Select(dependency => dependency.Id.ToLowerInvariant()));
            }

            needs[id] = needed;
        }

        return (needs, gone);
    }

    /// <returns>
    /// What a search finds of an id: its latest release, without one its latest pre-release. Plain files cannot be asked for either.
    /// </returns>
    private static FoundPackage? Found(IReadOnlyList<FeedPackage> versions)
    {
        var listed = versions.Where(version => version.Listed).ToList();
        return (listed.FindLast(version => !version.Package.Version.IsPrerelease) ?? listed.LastOrDefault()) is { } latest
            ? new FoundPackage(
                latest,
                [.. listed.Select(version => new FoundVersion(
                    version.Package.Version.ToFullString(), version.LowerVersion, version.Downloads))],
                listed.Sum(version => version.Downloads))
            : null;
    }

    private async Task PutSearchAsync(List<FoundPackage> found, CancellationToken cancellation)
    {
        found.Sort((one, other) => string.CompareOrdinal(one.Latest.LowerId, other.Latest.LowerId));
        var answer = SearchAnswer.Write(_names.Urls, owner, found.Count, found, semVer2: true);
        await _changes.PutAsync(_names.Of(_names.Urls.Search + ".json"), answer, cancellation).ConfigureAwait(false);
    }
}
