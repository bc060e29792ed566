using BintrayPush.Messages;

namespace BintrayPush.Selection;

/// <summary>Which files the patterns of a descriptor name, and what its author may have meant by those that name none.</summary>
internal sealed class PathMatching
{
    private readonly IReadOnlyList<RootedFile> _files;
    private readonly string[][] _segments;
    private readonly IReadOnlyList<string>[] _privateNames;
    private readonly bool[] _selected;
    private readonly SortedSet<int> _withheld = [];
    private readonly HashSet<BoundPattern> _used = [];
    private readonly List<BoundPattern> _candidates = [];
    private readonly List<Problem> _problems = [];
    private readonly CancellationToken _cancellation;

    public PathMatching(IReadOnlyList<RootedFile> files, CancellationToken cancellation)
    {
        _files = files;
        _cancellation = cancellation;
        _segments = [.. files.Select(file => file.Path.Split('/'))];
        _privateNames = [.. _segments.Select(segments => PrivateNames.In(segments))];
        _selected = new bool[files.Count];
    }

    /// <summary>What is worth saying about the patterns.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>How often a file was compared with a pattern, which is what the time goes into.</summary>
    public long Comparisons { get; private set; }

    /// <summary>The files that at least one of the patterns names, in their own order (semantics reference 4.1.2).</summary>
    public IReadOnlyList<RootedFile> Select(IEnumerable<PathPattern> patterns, DescriptorPlace place)
    {
        var bound = patterns.Select(pattern => new BoundPattern(pattern, place)).ToList();
        Match(bound);
        var unused = bound.Where(pattern => !_used.Contains(pattern)).ToList();
        var parts = SplitAtCommas(unused, place);
        Match(parts);
        var hinted = Hint([.. bound.Where(pattern => pattern.Pattern.Parts.Count == 0 || _used.Contains(pattern)), .. parts]);
        _problems.AddRange(
            from pattern in unused
            where pattern.Pattern.Parts.Count == 0 && !hinted.Contains(pattern)
            select SelectionProblems.PatternUnused(pattern.Pattern, FromFolder(pattern.Pattern, place)));

        _withheld.RemoveWhere(index => _selected[index]);
        if (_withheld.Count > 0)
        {
            _problems.Add(SelectionProblems.PrivateLeftOut([.. _withheld.Select(index => _files[index])], Severity.Warning));
        }

        return [.. _files.Where((_, index) => _selected[index])];
    }

    /// <summary>
    /// A pattern with a leading slash that would name a file if it began in the descriptor's folder: the guide's own example has one
    /// (semantics reference 4.1.6).
    /// </summary>
    private string? FromFolder(PathPattern pattern, DescriptorPlace place) =>
        pattern.Origin == PatternBase.DescriptorRoot
            && PathPattern.TryParseRelative(pattern.Text.TrimStart('/'), pattern.Position, out var relative, out _)
        && new BoundPattern(relative, place) is var bound
            && _files.Where((file, index) => file.Root == bound.Root && bound.Matches(_segments[index], 0)).Any()
            ? relative.Text
            : null;

    private void Match(IReadOnlyList<BoundPattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return;
        }

        var index = new PatternIndex(patterns);
        for (var i = 0; i < _files.Count; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            index.FindCandidates(_files[i].Root, _segments[i], _candidates);
            foreach (var pattern in _candidates)
            {
                Comparisons++;
                if ((_selected[i] && _used.Contains(pattern)) || !pattern.Matches(_segments[i], pattern.LiteralFolders.Count))
                {
                    continue;
                }

                _used.Add(pattern);
                if (pattern.Spells(_privateNames[i]))
                {
                    _selected[i] = true;
                }
                else
                {
                    _withheld.Add(i);
                }
            }
        }
    }

    /// <summary>A pattern with a comma that names nothing may be several patterns in one text (semantics reference 4.1.7).</summary>
    private List<BoundPattern> SplitAtCommas(IReadOnlyList<BoundPattern> unused, DescriptorPlace place)
    {
        var parts = new List<BoundPattern>();
        foreach (var pattern in unused.Where(pattern => pattern.Pattern.Parts.Count > 0))
        {
            _problems.Add(SelectionProblems.PatternSplit(pattern.Pattern));
            parts.AddRange(pattern.Pattern.Parts.Select(part => new BoundPattern(part, place)));
        }

        return parts;
    }

    /// <summary>
    /// Says of a pattern, once each, that only letter case kept it from naming a file, and that it would have named one if
    /// <c>**</c> could stand for no folder. Files that another pattern names are not missed.
    /// </summary>
    private HashSet<BoundPattern> Hint(IReadOnlyList<BoundPattern> patterns)
    {
        var ofCase = new HashSet<BoundPattern>();
        var ofFolders = new HashSet<BoundPattern>(patterns.Where(pattern => !pattern.HasAnyFolders));
        var index = new PatternIndex(patterns, ignoreCase: true);
        for (var i = 0; i < _files.Count && ofCase.Count + ofFolders.Count < 2 * patterns.Count; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_selected[i])
            {
                continue;
            }

            index.FindCandidates(_files[i].Root, _segments[i], _candidates);
            foreach (var pattern in _candidates)
            {
                Comparisons++;
                if (!pattern.NameMatches(_segments[i], ignoreCase: true))
                {
                    continue;
                }

                if (!ofCase.Contains(pattern) && pattern.MatchesIgnoringCase(_files[i].Root, _segments[i]))
                {
                    ofCase.Add(pattern);
                    _problems.Add(SelectionProblems.PatternDiffersInCase(pattern.Pattern, _files[i]));
                }
                else if (!ofFolders.Contains(pattern) && pattern.FormForNoFolders(_files[i].Root, _segments[i]) is { } form)
                {
                    ofFolders.Add(pattern);
                    _problems.Add(SelectionProblems.PatternNeedsFolder(pattern.Pattern, _files[i], form));
                }
            }
        }

        ofFolders.ExceptWith(patterns.Where(pattern => !pattern.HasAnyFolders));
        return [.. ofCase, .. ofFolders];
    }
}
