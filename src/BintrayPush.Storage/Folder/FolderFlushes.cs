namespace BintrayPush.Storage.Folder;

/// <summary>
/// Flushes folders, once for all callers who wait for the same one, and remembers which names are on the disk already. They are told
/// apart by what they stand for: a name that has another file by now is flushed again.
/// </summary>
/// <remarks>
/// A folder whose flush failed once is in doubt for as long as the process lives: the kernel may have dropped what it could not write
/// and calls the next flush a success. A name in such a folder must be given anew first.
/// </remarks>
internal sealed class FolderFlushes(string root)
{
    /// <summary>About 5 MB. What was forgotten is flushed once more.</summary>
    private const int MaxRemembered = 20_000;

    private readonly Dictionary<string, FileIdentity> _safe = [];
    private readonly Dictionary<string, Round> _rounds = [];
    private readonly HashSet<string> _doubtful = [];

    /// <summary>Whether a name, of a file or of a folder, is on the disk as far as this process knows.</summary>
    public bool IsSafe(string path, FileIdentity? identity)
    {
        lock (_safe)
        {
            return identity is { } asked && _safe.TryGetValue(path, out var known) && known == asked;
        }
    }

    /// <summary>Whether a flush of a folder ever failed.</summary>
    public bool IsDoubtful(string folder)
    {
        lock (_doubtful)
        {
            return _doubtful.Contains(folder);
        }
    }

    /// <summary>Flushes names of one folder, and the names of the folders above it up to the root.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">Its files, as they were before the call.</param>
    /// <exception cref="IOException">They may not survive a power loss.</exception>
    public void Flush(string folder, IEnumerable<(string Path, FileIdentity? Identity)> names)
    {
        FlushTogether(folder);
        var folders = new List<(string Path, FileIdentity? Identity)>();
        for (var parent = folder; parent.Length > root.Length; parent = Path.GetDirectoryName(parent)!)
        {
            var identity = IdentityOf(parent);
            if (IsSafe(parent, identity))
            {
                break;
            }

            var above = Path.GetDirectoryName(parent)!;
            if (IsDoubtful(above))
            {
                Touch(above);
            }

            FlushTogether(above);
            folders.Add((parent, identity));
        }

        // Not before: a name in a folder that has none itself is lost with it.
        Remember(folders);
        Remember(names);
    }

    /// <summary>
    /// To be called when a name is given: a file made in the same moment can have the identity of the one that it replaces.
    /// </summary>
    public void Forget(string path)
    {
        lock (_safe)
        {
            _safe.Remove(path);
        }
    }

    /// <summary>What a name stands for, or <see langword="null"/> if there is nothing or this system has no file identities.</summary>
    public static FileIdentity? IdentityOf(string path) => FileIdentity.IsKnown ? FileIdentity.Of(path) : null;

    /// <summary>
    /// A folder's name cannot be given anew while it is used; but a change to the folder it is in makes the kernel write that one again.
    /// </summary>
    private static void Touch(string folder)
    {
        var name = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(name);
        Directory.Delete(name);
    }

    private void Remember(IEnumerable<(string Path, FileIdentity? Identity)> names)
    {
        lock (_safe)
        {
            foreach (var (path, identity) in names)
            {
                if (identity is { } known)
                {
                    if (_safe.Count >= MaxRemembered)
                    {
                        _safe.Clear();
                    }

                    _safe[path] = known;
                }
            }
        }
    }

    /// <summary>
    /// A flush that began before a name was given may not include it. So a caller waits for the one that is under way and then for one
    /// more, which is shared by all who came meanwhile.
    /// </summary>
    private void FlushTogether(string folder)
    {
        Round round;
        lock (_rounds)
        {
            round = _rounds.TryGetValue(folder, out var found) ? found : _rounds[folder] = new Round();
            round.Callers++;
        }

        try
        {
            round.Flush(folder);
        }
        catch (IOException)
        {
            lock (_doubtful)
            {
                _doubtful.Add(folder);
            }

            throw;
        }
        finally
        {
            lock (_rounds)
            {
                if (--round.Callers == 0)
                {
                    _rounds.Remove(folder);
                }
            }
        }
    }

    private sealed class Round
    {
        private readonly object _flushing = new();
        private long _asked;
        private long _done;
        private long _failed;
        private IOException? _failure;

        public int Callers { get; set; }

        public void Flush(string folder)
        {
            var mine = Interlocked.Increment(ref _asked);
            lock (_flushing)
            {
                if (_done < mine)
                {
                    var included = Interlocked.Read(ref _asked);
                    try
                    {
                        FileFlush.Folder(folder);
                    }
                    catch (IOException failure)
                    {
                        _failed = included;
                        _failure = failure;
                    }

                    _done = included;
                }

                if (mine <= _failed)
                {
                    throw new IOException(_failure!.Message, _failure);
                }
            }
        }
    }
}
