using System.Collections;

namespace BintrayPush.Storage.Records;

/// <summary>
/// What a version has published: path to file. Immutable. It is stored as a root and pages of neighbouring paths; what is in memory may
/// hold only the pages that were needed.
/// </summary>
internal sealed class Manifest
{
    public static readonly Manifest Empty = new([]);

    private readonly AllFiles _files;

    /// <param name="parts">The pages in the order of their paths, which do not overlap.</param>
    public Manifest(IReadOnlyList<ManifestPart> parts)
    {
        Parts = parts;
        Count = parts.Sum(part => part.Count);
        _files = new AllFiles(this);
    }

    /// <summary>The pages, ordered by their paths.</summary>
    public IReadOnlyList<ManifestPart> Parts { get; }

    /// <summary>How many files there are; no page is needed for it.</summary>
    public int Count { get; }

    /// <summary>All files by their exact paths, in ordinal order.</summary>
    public IReadOnlyDictionary<string, FileEntry> Files => _files;

    /// <summary>A manifest of these files that is not stored yet.</summary>
    public static Manifest Of(IReadOnlyDictionary<string, FileEntry> files) => Empty.With(files);

    /// <summary>The file at a path, or <see langword="null"/>.</summary>
    public FileEntry? At(string path) =>
        Parts.Count == 0 ? null : Parts[PartOf(path)].Loaded.Files.TryGetValue(path, out var file) ? file : null;

    /// <summary>Which part a path is in, or would be. There must be one.</summary>
    public int PartOf(string path)
    {
        var (low, high) = (0, Parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = string.CompareOrdinal(Parts[middle].First, path) <= 0 ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>This manifest with some files set and some left out. The pages of all these paths must have been read.</summary>
    public Manifest With(IReadOnlyDictionary<string, FileEntry> set, IReadOnlyCollection<string> without)
    {
        if (Parts.Count == 0)
        {
            return set.Count == 0 ? this : new Manifest([ManifestPart.Of(set)]);
        }

        var touched = set.ToLookup(file => PartOf(file.Key));
        var thinned = without.Select(PartOf).ToList();
        var parts = new List<ManifestPart>();
        for (var i = 0; i < Parts.Count; i++)
        {
            if (!touched.Contains(i) && !thinned.Contains(i))
            {
                parts.Add(Parts[i]);
                continue;
            }

            var files = new Dictionary<string, FileEntry>();
            foreach (var file in Parts[i].Loaded.Files.Where(file => !without.Contains(file.Key)).Concat(touched[i]))
            {
                files[file.Key] = file.Value;
            }

            if (files.Count > 0)
            {
                parts.Add(ManifestPart.Of(files));
            }
        }

        return new Manifest(parts);
    }

    /// <summary>This manifest with some files set. The pages of their paths must have been read.</summary>
    public Manifest With(IReadOnlyDictionary<string, FileEntry> set) => With(set, []);

    /// <summary>This manifest without some files.</summary>
    public Manifest Without(IReadOnlyCollection<string> paths) => With(new Dictionary<string, FileEntry>(), paths);

    /// <summary>This manifest with one file changed.</summary>
    public Manifest With(string path, FileEntry file) => With(new Dictionary<string, FileEntry> { [path] = file });

    /// <summary>The pages one after the other, as one dictionary.</summary>
    private sealed class AllFiles(Manifest manifest) : IReadOnlyDictionary<string, FileEntry>
    {
        public int Count => manifest.Count;

        public IEnumerable<string> Keys => this.Select(file => file.Key);

        public IEnumerable<FileEntry> Values => this.Select(file => file.Value);

        public FileEntry this[string key] => manifest.At(key) ?? throw new KeyNotFoundException($"'{key}' is not published");

        public bool ContainsKey(string key) => manifest.At(key) is not null;

        public bool TryGetValue(string key, out FileEntry value)
        {
            value = manifest.At(key)!;
            return value is not null;
        }

        public IEnumerator<KeyValuePair<string, FileEntry>> GetEnumerator() =>
            manifest.Parts.SelectMany(part => part.Loaded.Files).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
