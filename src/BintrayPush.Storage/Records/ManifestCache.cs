namespace BintrayPush.Storage;

/// <summary>
/// Manifests that were read. They never change, so the cache is never wrong. It is bounded by the files in them, not by their number;
/// the newest one stays however large it is, because a version is uploaded file by file and each upload looks at the same manifest.
/// </summary>
internal sealed class ManifestCache(int mostFiles)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Manifest> _manifests = [];
    private readonly Queue<string> _oldestFirst = new();
    private long _files;

    public Manifest? Find(string key)
    {
        lock (_lock)
        {
            return _manifests.TryGetValue(key, out var manifest) ? manifest : null;
        }
    }

    public void Add(string key, Manifest manifest)
    {
        lock (_lock)
        {
            if (_manifests.ContainsKey(key))
            {
                return;
            }

            while (_oldestFirst.Count > 0 && _files + WeightOf(manifest) > mostFiles)
            {
                var oldest = _oldestFirst.Dequeue();
                _files -= WeightOf(_manifests[oldest]);
                _manifests.Remove(oldest);
            }

            _manifests[key] = manifest;
            _oldestFirst.Enqueue(key);
            _files += WeightOf(manifest);
        }
    }

    /// <summary>A manifest without files takes its place, too.</summary>
    private static int WeightOf(Manifest manifest) => manifest.Files.Count + 1;
}
