using System.Collections.Concurrent;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Records;

/// <summary>Reads, writes and removes manifests: a short root, and immutable pages that manifests which follow one another share.</summary>
internal sealed class Manifests(Objects objects, ManifestCache cache)
{
    private const int MostReadsAtOnce = 16;

    /// <summary>Reads a manifest.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="commit"><c>vuid/commit</c>, as the head says; <see langword="null"/> for nothing.</param>
    /// <param name="paths">The paths that will be asked for; <see langword="null"/> for all, none for the root alone.</param>
    /// <param name="inHand">Pages that an earlier try of the same caller has read; what is read now is added.</param>
    /// <returns><see langword="null"/> if a part of it was removed, which means that the head has changed since it was read.</returns>
    public async Task<Manifest?> ReadAsync(
        string repositoryId,
        string? commit,
        IEnumerable<string>? paths,
        CancellationToken cancellation,
        ConcurrentDictionary<string,
        ManifestPage>? inHand = null)
    {
        if (commit is null)
        {
            return Manifest.Empty;
        }

        if (await RootAsync(repositoryId, commit, cancellation).ConfigureAwait(false) is not { } root)
        {
            return null;
        }

        var wanted = paths is null || root.Parts.Count == 0
            ? Enumerable.Range(0, root.Parts.Count)
            : paths.Select(root.PartOf).Distinct();
        return await LoadAsync(repositoryId, commit, root, [.. wanted], cancellation, inHand).ConfigureAwait(false);
    }

    /// <summary>A manifest with some more of its pages.</summary>
    /// <returns><see langword="null"/> if one was removed.</returns>
    public async Task<Manifest?> LoadAsync(
        string repositoryId,
        string commit,
        Manifest manifest,
        IReadOnlyCollection<int> indexes,
        CancellationToken cancellation,
        ConcurrentDictionary<string, ManifestPage>? inHand = null)
    {
        var parts = manifest.Parts.ToArray();
        var batch = new List<Task<bool>>(MostReadsAtOnce);
        foreach (var index in indexes.Where(index => parts[index].Page is null))
        {
            batch.Add(LoadOneAsync(index));
            if (batch.Count == MostReadsAtOnce)
            {
                if (!(await Task.WhenAll(batch).ConfigureAwait(false)).All(found => found))
                {
                    return null;
                }

                batch.Clear();
            }
        }

        return (await Task.WhenAll(batch).ConfigureAwait(false)).All(found => found) ? new Manifest(parts) : null;

        async Task<bool> LoadOneAsync(int index)
        {
            var id = parts[index].Id!;
            if (inHand?.TryGetValue(id, out var page) != true)
            {
                page = await PageAsync(repositoryId, commit, id, cancellation).ConfigureAwait(false);
            }

            if (page is not null)
            {
                inHand?.TryAdd(id, page);
                parts[index] = parts[index] with { Page = page };
            }

            return page is not null;
        }
    }

    /// <summary>Cuts the new pages of a manifest to size and gives them and its root fresh names.</summary>
    /// <param name="repositoryId">The repository.</param>
    /// <param name="versionId">The version.</param>
    /// <param name="previous">The manifest that this one was made from, <c>vuid/commit</c>.</param>
    /// <param name="manifest">What is to be published.</param>
    public async Task<NewManifest> PrepareAsync(
        string repositoryId, string versionId, string? previous, Manifest manifest, CancellationToken cancellation)
    {
        var maxFiles = objects.StorageEnvironment.MaxFilesInPage;
        var parts = ManifestPages.Split(manifest.Parts, maxFiles).ToList();
        while (ManifestPages.FindSmall(parts, maxFiles) is { } first)
        {
            // Only the neighbour may still have to be read; if it is gone, so is the manifest, and the commit will fail.
            var both =
                await LoadAsync(repositoryId, previous ?? "", new Manifest(parts), [first, first + 1], cancellation).ConfigureAwait(false);
            if (both is null)
            {
                break;
            }

            parts[first] = ManifestPart.Of(both.Parts[first].Loaded.Files.Concat(both.Parts[first + 1].Loaded.Files));
            parts.RemoveAt(first + 1);
        }

        var commit = $"{versionId}/{objects.NewId()}";
        var pages = new List<ManifestPart>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Id is null)
            {
                parts[i] = parts[i] with { Id = objects.NewId() };
                pages.Add(parts[i]);
            }
        }

        return new NewManifest(repositoryId, commit, new Manifest(parts), pages);
    }

    /// <summary>Writes the new pages, then the root. Nothing refers to them before the commit.</summary>
    public async Task WriteAsync(NewManifest written, CancellationToken cancellation)
    {
        foreach (var page in written.Pages)
        {
            var key = Keys.ManifestPage(written.RepositoryId, written.Commit, page.Id!);
            await objects.WriteOnceAsync(key, page.Loaded, RecordJson.Default.ManifestPage, cancellation).ConfigureAwait(false);
            cache.Add(key, page.Loaded, page.Count);
        }

        var root = new ManifestRoot
        {
            Pages = [.. written.Manifest.Parts.Select(part => new PageReference(part.Id!, part.First, part.Count))],
        };
        var rootKey = Keys.Manifest(written.RepositoryId, written.Commit);
        await objects.WriteOnceAsync(rootKey, root, RecordJson.Default.ManifestRoot, cancellation).ConfigureAwait(false);
        cache.Add(rootKey, RootOf(root), root.Pages.Count);
    }

    /// <summary>The keys of the objects that a manifest consists of; <see langword="null"/> if it is not there any more.</summary>
    public async Task<IReadOnlyList<string>?> KeysAsync(string repositoryId, string commit, CancellationToken cancellation) =>
        await RootAsync(repositoryId, commit, cancellation).ConfigureAwait(false) is { } root
            ? [
                .. root.Parts.Select(part => part.Id).OfType<string>().Select(id => Keys.ManifestPage(repositoryId, commit, id)),
                Keys.Manifest(repositoryId, commit)
            ]
            : null;

    private async Task<Manifest?> RootAsync(string repositoryId, string commit, CancellationToken cancellation)
    {
        var key = Keys.Manifest(repositoryId, commit);
        if (cache.Find<Manifest>(key) is { } known)
        {
            return known;
        }

        if (await objects.ReadAsync(key, RecordJson.Default.ManifestRoot, cancellation).ConfigureAwait(false) is not { } read)
        {
            return null;
        }

        var root = RootOf(read.Value);
        cache.Add(key, root, weight: read.Value.Files?.Count ?? root.Parts.Count);
        return root;
    }

    private static Manifest RootOf(ManifestRoot root) => root.Files is { } files
        ? Manifest.Of(files)
        : new Manifest([.. root.Pages.Select(page => new ManifestPart(page.Id, page.First, page.Count, null))]);

    private async Task<ManifestPage?> PageAsync(string repositoryId, string commit, string id, CancellationToken cancellation)
    {
        var key = Keys.ManifestPage(repositoryId, commit, id);
        if (cache.Find<ManifestPage>(key) is { } known)
        {
            return known;
        }

        if (await objects.ReadAsync(key, RecordJson.Default.ManifestPage, cancellation).ConfigureAwait(false) is not { } read)
        {
            return null;
        }

        cache.Add(key, read.Value, read.Value.Files.Count);
        return read.Value;
    }
}

/// <summary>A manifest that is being written.</summary>
/// <param name="RepositoryId">Its repository.</param>
/// <param name="Commit">Its name, <c>vuid/commit</c>.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Pages">The pages that no earlier manifest has.</param>
internal sealed record NewManifest(string RepositoryId, string Commit, Manifest Manifest, IReadOnlyList<ManifestPart> Pages)
{
    /// <summary>The keys of what is new.</summary>
    public IEnumerable<string> NewKeys =>
        Pages.Select(page => Keys.ManifestPage(RepositoryId, Commit, page.Id!)).Append(Keys.Manifest(RepositoryId, Commit));
}
