namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// Things by their names, bounded by what they weigh together: what was not used for longest goes first. Not for several threads at once.
/// </summary>
internal sealed class LeastRecent<T>(long maxWeight)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Name, T Value, long Weight)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Name, T Value, long Weight)> _newestFirst = new();

    /// <summary>What all things weigh, with what was reserved.</summary>
    public long Weight { get; private set; }

    /// <summary>A thing, which counts as used.</summary>
    public T? Find(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            return null;
        }

        if (node != _newestFirst.First)
        {
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
        }

        return node.Value.Value;
    }

    /// <summary>Adds a thing in the place of an older one of its name.</summary>
    public void Add(string name, T value, long weight)
    {
        Remove(name);
        _nodes[name] = _newestFirst.AddFirst((name, value, weight));
        Weight += weight;
    }

    public bool Remove(string name)
    {
        if (!_nodes.Remove(name, out var node))
        {
            return false;
        }

        _newestFirst.Remove(node);
        Weight -= node.Value.Weight;
        return true;
    }

    /// <summary>Takes room that no thing has yet, or gives it back.</summary>
    public void Reserve(long weight) => Weight += weight;

    /// <summary>Lets go what is too much.</summary>
    public IReadOnlyList<T> Shrink()
    {
        var gone = new List<T>();
        while (Weight > maxWeight && _newestFirst.Last is { } oldest)
        {
            Remove(oldest.Value.Name);
            gone.Add(oldest.Value.Value);
        }

        return gone;
    }
}
