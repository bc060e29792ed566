namespace BintrayPush.Compare;

/// <summary>What the service said it holds of a version, ready to be asked by path.</summary>
internal sealed class KnownFiles(FileListing listing)
{
    private readonly Dictionary<RepositoryPath, RepositoryFile> _published = listing.Published.ToDictionary(file => file.Path);
    private readonly Dictionary<RepositoryPath, RepositoryFile> _pending = listing.Unpublished.ToDictionary(file => file.Path);

    /// <summary>All that waits for a publish.</summary>
    public IEnumerable<RepositoryFile> Waiting => _pending.Values;

    /// <summary>Whether anything of the version is public.</summary>
    public bool HasPublished => _published.Count > 0;

    /// <summary>Whether there is anything under a path.</summary>
    public bool Holds(RepositoryPath path) => _published.ContainsKey(path) || _pending.ContainsKey(path);

    /// <summary>The file that everybody sees under a path, or nothing.</summary>
    public RepositoryFile? Published(RepositoryPath path) => _published.TryGetValue(path, out var file) ? file : null;

    /// <summary>The file that waits for a publish under a path, or nothing.</summary>
    public RepositoryFile? Pending(RepositoryPath path) => _pending.TryGetValue(path, out var file) ? file : null;

    /// <summary>The SHA-1 that the service tells, where it was not worth computing here.</summary>
    public ContentHashes Complete(RepositoryPath path, ContentHashes hashes) => hashes.Sha1 is null
        ? hashes with { Sha1 = new[] { Pending(path), Published(path) }.FirstOrDefault(file => file?.HasContent(hashes) == true)?.Sha1 }
        : hashes;
}
