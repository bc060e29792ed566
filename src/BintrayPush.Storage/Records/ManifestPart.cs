namespace BintrayPush.Storage.Records;

/// <summary>One page of a manifest in memory: what the root says of it and, if it was read, the page itself.</summary>
/// <param name="Id">Its id; <see langword="null"/> while it has not been written.</param>
/// <param name="First">Its first path. What sorts before the first page belongs to the first page.</param>
/// <param name="Count">How many files it has.</param>
/// <param name="Page">The page, if it was read.</param>
internal sealed record ManifestPart(string? Id, string First, int Count, ManifestPage? Page)
{
    /// <summary>
    /// The page, which must have been read: asking a manifest for other paths than it was read for is a mistake in the code.
    /// </summary>
    public ManifestPage Loaded => Page ?? throw new InvalidOperationException($"the page of '{First}' was not read");

    /// <summary>A page that is yet to be written.</summary>
    public static ManifestPart Of(IEnumerable<KeyValuePair<string, FileEntry>> files)
    {
        var page = new ManifestPage
        {
            Files = files.OrderBy(file => file.Key, StringComparer.Ordinal).ToDictionary(file => file.Key, file => file.Value),
        };
        return new ManifestPart(null, page.Files.Keys.First(), page.Files.Count, page);
    }
}

/// <summary>The stored root of a manifest: where its pages are. Immutable.</summary>
internal sealed record ManifestRoot
{
    /// <summary>The pages, ordered by their paths.</summary>
    public IReadOnlyList<PageReference> Pages { get; init; } = [];

    /// <summary>
    /// All files, in a manifest that was written before there were pages; the next commit of its version writes it in pages.
    /// </summary>
    public IReadOnlyDictionary<string, FileEntry>? Files { get; init; }
}

/// <summary>A stored page, as the root names it.</summary>
/// <param name="Id">Its id, random.</param>
/// <param name="First">Its first path.</param>
/// <param name="Count">How many files it has.</param>
internal sealed record PageReference(string Id, string First, int Count);

/// <summary>A stored page of a manifest. Immutable; manifests that follow one another share the pages that did not change.</summary>
internal sealed record ManifestPage
{
    /// <summary>The files by their exact paths, in ordinal order.</summary>
    public IReadOnlyDictionary<string, FileEntry> Files { get; init; } = new Dictionary<string, FileEntry>();
}
