namespace BintrayPush.Selection;

/// <summary>A path pattern as it reads from the top of a root: a relative one has the descriptor's folder before it.</summary>
internal sealed class BoundPattern
{
    private readonly IReadOnlyList<Wildcard?> _folders;
    private readonly int _boundFolders;

    public BoundPattern(PathPattern pattern, DescriptorPlace place)
    {
        Pattern = pattern;
        Root = pattern.Root ?? place.Root.Name;
        // The names of folders that are there are names, whatever characters they have.
        var above = pattern.Origin == PatternBase.DescriptorFolder ? place.Folder.Split(['/'], StringSplitOptions.RemoveEmptyEntries) : [];
        _boundFolders = above.Length;
        _folders = [.. above.Select(Wildcard.Literal), .. pattern.Folders];
        LiteralFolders = [.. _folders.TakeWhile(folder => folder is { IsLiteral: true }).Select(folder => folder!.Text)];
        HasAnyFolders = _folders.Contains(null);
    }

    public PathPattern Pattern { get; }

    /// <summary>The name of the root that its files lie in.</summary>
    public string Root { get; }

    /// <summary>The folders it begins with, as far as they have no wildcards.</summary>
    public IReadOnlyList<string> LiteralFolders { get; }

    /// <summary>Whether it has a segment that stands for any folders.</summary>
    public bool HasAnyFolders { get; }

    /// <summary>Whether it selects a file.</summary>
    /// <param name="segments">The file's path below its root.</param>
    /// <param name="known">How many of the first folders are known to match already.</param>
    public bool Matches(string[] segments, int known) => NameMatches(segments, false) && FoldersMatch(segments, known, false);

    /// <summary>Whether it spells out names that are private unless spelled out.</summary>
    /// <param name="names">The names, segments of a path that it matches.</param>
    public bool Spells(IEnumerable<string> names) => names.All(name =>
        _folders.Append(Pattern.FileName)
            .Any(segment => segment is not null && PrivateNames.AreSpelled(segment.Text) && segment.Matches(name)));

    /// <summary>Whether the file name is one that it asks for.</summary>
    public bool NameMatches(string[] segments, bool ignoreCase) =>
        Pattern.FileName?.Matches(segments[segments.Length - 1], ignoreCase) == true;

    /// <summary>Whether it would select a file if letter case made no difference.</summary>
    public bool MatchesIgnoringCase(string root, string[] segments) =>
        string.Equals(root, Root, StringComparison.OrdinalIgnoreCase) && NameMatches(segments, true) && FoldersMatch(segments, 0, true);

    /// <summary>
    /// If it would select a file as soon as <c>**</c> could also stand for no folder at all, the pattern that does so;
    /// otherwise <see langword="null"/>.
    /// </summary>
    public string? FormForNoFolders(string root, string[] segments)
    {
        if (!HasAnyFolders || root != Root || !NameMatches(segments, false))
        {
            return null;
        }

        var empty = EmptyFolders(segments);
        return empty.Count == 0 ? null : Pattern.TextWithout([.. empty.Select(folder => folder - _boundFolders)]);
    }

    private bool FoldersMatch(string[] segments, int from, bool ignoreCase)
    {
        var end = segments.Length - 1;
        if (!HasAnyFolders)
        {
            if (end != _folders.Count)
            {
                return false;
            }

            for (var i = from; i < end; i++)
            {
                if (!_folders[i]!.Matches(segments[i], ignoreCase))
                {
                    return false;
                }
            }

            return true;
        }

        // reached[i]: the folders so far can be what the first i segments of the pattern stand for.
        var reached = new bool[_folders.Count + 1];
        reached[from] = true;
        for (var at = from; at < end; at++)
        {
            for (var i = _folders.Count; i > from; i--)
            {
                reached[i] = _folders[i - 1] is { } folder
                    ? reached[i - 1] && folder.Matches(segments[at], ignoreCase)
                    : reached[i - 1] || reached[i];
            }

            reached[from] = false;
        }

        return reached[_folders.Count];
    }

    /// <summary>Which <c>**</c> would have to stand for nothing; none if the folders do not match even then.</summary>
    private List<int> EmptyFolders(string[] segments)
    {
        var end = segments.Length - 1;
        var reached = new bool[_folders.Count + 1, end + 1];
        reached[0, 0] = true;
        for (var i = 1; i <= _folders.Count; i++)
        {
            for (var at = 0; at <= end; at++)
            {
                reached[i, at] = _folders[i - 1] is { } folder
                    ? at > 0 && reached[i - 1, at - 1] && folder.Matches(segments[at - 1])
                    : reached[i - 1, at] || (at > 0 && (reached[i - 1, at - 1] || reached[i, at - 1]));
            }
        }

        return reached[_folders.Count, end] ? Empty(reached, end) : [];
    }

    /// <summary>Goes back through the table, and lets a <c>**</c> stand for a folder wherever it can.</summary>
    private List<int> Empty(bool[,] reached, int end)
    {
        var empty = new List<int>();
        var at = end;
        for (var i = _folders.Count; i > 0; i--)
        {
            if (_folders[i - 1] is not null)
            {
                at--;
                continue;
            }

            var taken = false;
            while (at > 0 && !reached[i - 1, at - 1] && reached[i, at - 1])
            {
                at--;
                taken = true;
            }

            if (at > 0 && reached[i - 1, at - 1])
            {
                at--;
            }
            else if (!taken)
            {
                empty.Add(i - 1);
            }
        }

        return empty;
    }
}
