namespace BintrayPush.Selection;

/// <summary>
/// Patterns by root, then by the folders they begin with, then by the extension they ask for: a file is compared with those few
/// that can match it, not with all of them.
/// </summary>
internal sealed class PatternIndex
{
    private readonly StringComparer _comparer;
    private readonly Dictionary<string, Node> _roots;

    /// <param name="patterns">The patterns.</param>
    /// <param name="ignoreCase">Whether to find also those that match but for letter case.</param>
    public PatternIndex(IEnumerable<BoundPattern> patterns, bool ignoreCase = false)
    {
        _comparer = ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _roots = new Dictionary<string, Node>(_comparer);
        foreach (var pattern in patterns.Where(pattern => pattern.Pattern.FileName is not null))
        {
            var node = Node.Below(_roots, pattern.Root, _comparer);
            foreach (var folder in pattern.LiteralFolders)
            {
                node = Node.Below(node.Folders, folder, _comparer);
            }

            node.Add(pattern);
        }
    }

    /// <summary>Fills a list with the patterns that may match a file.</summary>
    public void FindCandidates(string root, string[] segments, List<BoundPattern> candidates)
    {
        candidates.Clear();
        if (!_roots.TryGetValue(root, out var node))
        {
            return;
        }

        var name = segments[segments.Length - 1];
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? null : name.Substring(dot + 1);
        node.CopyTo(candidates, extension);
        for (var i = 0; i < segments.Length - 1 && node.Folders.TryGetValue(segments[i], out node); i++)
        {
            node.CopyTo(candidates, extension);
        }
    }

    private sealed class Node(StringComparer comparer)
    {
        private readonly Dictionary<string, List<BoundPattern>> _byExtension = new(comparer);
        private readonly List<BoundPattern> _ofAnyExtension = [];

        public Dictionary<string, Node> Folders { get; } = new(comparer);

        public static Node Below(Dictionary<string, Node> nodes, string name, StringComparer comparer)
        {
            if (!nodes.TryGetValue(name, out var node))
            {
                nodes.Add(name, node = new Node(comparer));
            }

            return node;
        }

        public void Add(BoundPattern pattern)
        {
            var list = _ofAnyExtension;
            if (pattern.Pattern.FileName!.Extension is { } extension && !_byExtension.TryGetValue(extension, out list))
            {
                _byExtension.Add(extension, list = []);
            }

            list.Add(pattern);
        }

        public void CopyTo(List<BoundPattern> candidates, string? extension)
        {
            candidates.AddRange(_ofAnyExtension);
            if (extension is not null && _byExtension.TryGetValue(extension, out var list))
            {
                candidates.AddRange(list);
            }
        }
    }
}
