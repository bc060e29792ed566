using System.Collections.Concurrent;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Small objects as they were last read. A request reads some of them several times, and each costs seven calls of the system; to see
/// that a file has not changed costs one. Other processes may write to the folder: what is kept is never believed without that look.
/// </summary>
internal sealed class RecentObjects
{
    private const int LargestKept = 16 * 1024;

    /// <summary>Then all are forgotten, which costs one more reading of each.</summary>
    private const int MostBytes = 16 << 20;

    private readonly ConcurrentDictionary<string, (FileState State, StoredObject Object)> _kept = new(StringComparer.Ordinal);
    private int _bytes;

    /// <summary>The object of a file that is in this state, if it was read in it.</summary>
    public StoredObject? Find(string path, FileState state) =>
        _kept.TryGetValue(path, out var found) && found.State == state ? found.Object : null;

    /// <summary>Keeps an object that was read from a file that had settled.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="state">The file's state before it was read.</param>
    /// <param name="read">What was read.</param>
    public void Keep(string path, FileState state, StoredObject read)
    {
        if (read.Value.Length > LargestKept)
        {
            return;
        }

        if (Interlocked.Add(ref _bytes, read.Value.Length + (2 * path.Length)) > MostBytes)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _bytes, 0);
        }

        _kept[path] = (state, read);
    }
}
