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
    private const int MostBytes = 32 << 20;

    private readonly ConcurrentDictionary<string, RecentFile> _kept = new(StringComparer.Ordinal);
    private int _bytes;

    /// <summary>The object of a file that is in this state, if it was read in it.</summary>
    public StoredObject? Find(string path, FileState state) =>
        _kept.TryGetValue(path, out var found) && found.State == state ? found.Object : null;

    /// <summary>A file as it was when it was read with this tag, if that was the last time.</summary>
    public RecentFile? FindRead(string path, string tag) => _kept.TryGetValue(path, out var found) && found.Tag == tag ? found : null;

    /// <summary>Keeps an object that was read from a file that had settled.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="state">The file's state before it was read.</param>
    /// <param name="read">What was read.</param>
    public void Keep(string path, FileState state, StoredObject read)
    {
        // A large one is read anew each time, but what was derived from it may be kept as long as its file is the same.
        var kept = read.Value.Length <= LargestKept ? read : null;
        // What its readers make of the bytes takes about twice as much as they.
        const int WithParsed = 3;
        var size = (WithParsed * (kept?.Value.Length ?? 0)) + (4 * path.Length);
        if (Interlocked.Add(ref _bytes, size) > MostBytes)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _bytes, 0);
        }

        _kept[path] = new RecentFile(FileIdentity.NameOf(path), state, read.Tag, kept);
    }
}

/// <summary>A file of an object, as it was when it was last read.</summary>
/// <param name="Name">Its path as the system takes it.</param>
/// <param name="State">Its state before it was read. It had settled: a later change shows.</param>
/// <param name="Tag">The tag of what was read.</param>
/// <param name="Object">What was read, unless it was too large to be kept.</param>
internal sealed record RecentFile(byte[] Name, FileState State, string Tag, StoredObject? Object)
{
    /// <summary>Whether the file is still the same, which takes one look at it.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public bool IsUnchanged() => FileIdentity.StateOf(Name) == State;
}
