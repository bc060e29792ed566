namespace BintrayPush.Storage.Records;

/// <summary>
/// Roots and pages of manifests that were read or written, by their keys. They never change, so the cache is never wrong. It is bounded
/// by the files in them, not by their number; the newest one stays however large it is.
/// </summary>
internal sealed class ManifestCache(int mostFiles)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, (object Value, int Weight)> _cached = [];
    private readonly Queue<string> _oldestFirst = new();
    private long _weight;

    public T? Find<T>(string key)
        where T : class
    {
        lock (_lock)
        {
            return _cached.TryGetValue(key, out var found) ? (T)found.Value : null;
        }
    }

    /// <param name="key">The object's key.</param>
    /// <param name="value">The object.</param>
    /// <param name="weight">How many files or pages it names.</param>
    public void Add(string key, object value, int weight)
    {
        lock (_lock)
        {
            if (_cached.ContainsKey(key))
            {
                return;
            }

            // An empty one takes its place, too.
            weight++;
            while (_oldestFirst.Count > 0 && _weight + weight > mostFiles)
            {
                var oldest = _oldestFirst.Dequeue();
                _weight -= _cached[oldest].Weight;
                _cached.Remove(oldest);
            }

            _cached[key] = (value, weight);
            _oldestFirst.Enqueue(key);
            _weight += weight;
        }
    }
}
