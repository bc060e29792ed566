namespace BintrayPush.Feed.StaticFeeds;

/// <summary>
/// The ids of a feed, each after those that it needs: whoever reads while documents are written finds what a new version needs. Circles are
/// cut somewhere.
/// </summary>
internal static class DependencyOrder
{
    /// <summary>Orders ids.</summary>
    /// <param name="needs">What each id needs, in any version; others than these ids are passed over.</param>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, IReadOnlyCollection<string>> needs)
    {
        var (ordered, seen) = (new List<string>(needs.Count), new HashSet<string>());
        var path = new Stack<(string Id, IEnumerator<string> Needed)>();
        foreach (var start in needs.Keys.Order(StringComparer.Ordinal))
        {
            Enter(start);
            while (path.TryPeek(out var at))
            {
                if (at.Needed.MoveNext())
                {
                    Enter(at.Needed.Current);
                }
                else
                {
                    ordered.Add(path.Pop().Id);
                }
            }
        }

        return ordered;

        // Not by recursion: how deep it goes is up to the packages.
        void Enter(string id)
        {
            if (needs.TryGetValue(id, out var needed) && seen.Add(id))
            {
                path.Push((id, needed.GetEnumerator()));
            }
        }
    }
}
