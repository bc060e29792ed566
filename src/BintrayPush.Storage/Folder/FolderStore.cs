using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Objects as files. A file that has its name is whole: it is written under a temporary name, flushed, and renamed. Conditional
/// writes happen under the key's lock. A folder belongs to one machine and any number of its processes.
/// </summary>
internal sealed partial class FolderStore : IObjectStore, IUnchangedReads, IWriterLocks
{
    private readonly string _root;
    private readonly string _temporary;
    private readonly FolderLocks _locks;
    private readonly FolderModes _modes;
    private readonly FolderMarker _marker;
    private readonly FolderFlushes _flushes;
    private readonly FolderReader _reader;
    private readonly FolderWriter _writer;
    private readonly UnfinishedFiles _unfinished;

    /// <summary>Opens a store.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="lockLimit">How long a call waits for a lock file.</param>
    /// <param name="make">Whether its folders are made where they are missing; without them it can only be read.</param>
    public FolderStore(string root, TimeSpan lockLimit, bool make = true)
    {
        // Without the separator that a command line may end in: keys are what follows after it.
        _root = Path.GetFullPath(Path.Combine(root, ".")) is var full && full.Length > Path.GetPathRoot(full)!.Length
            ? full.TrimEnd(Path.DirectorySeparatorChar)
            : full;
        _temporary = Path.Combine(_root, "tmp");
        var locks = Path.Combine(_root, "lock");
        _modes = FolderFiles.Guarded(() => FolderModes.Of(_root, make));
        _locks = new FolderLocks(locks, _modes, lockLimit);
        _marker = new FolderMarker(_root);
        _flushes = new FolderFlushes(_root);
        _reader = new FolderReader(_marker);
        _writer = new FolderWriter(_temporary, _modes, _marker, _flushes);
        _unfinished = new UnfinishedFiles(this, Path.Combine(_temporary, "unfinished"));
        if (make)
        {
            FolderFiles.Guarded(() =>
            {
                _modes.MakeFolder(_temporary);
                _modes.MakeFolder(locks);
                return true;
            });
        }
    }

    public string Root => _root;

    public FolderLocks Locks => _locks;

    public FolderModes Modes => _modes;

    public FolderMarker Marker => _marker;

    public FolderFlushes Flushes => _flushes;

    public FolderWriter Writer => _writer;

    /// <summary>Where a key's object lies.</summary>
    public string FileOf(string key) => Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) =>
        FolderFiles.LookAsync(() => _reader.ReadObject(FileOf(key)), cancellation);

    public async Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation)
    {
        var path = FileOf(key);
        if (value.Length == 0)
        {
            // An empty object is whole as soon as it is there, and the file system itself lets one of two creators win.
            return await FolderFiles.RunAsync(() => _writer.Mark(path) ? FolderReader.TagOf(value) : null, cancellation)
                .ConfigureAwait(false);
        }

        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        return await FolderFiles.RunAsync(() => _reader.Exists(path) ? null : Write(path, before: null, value, held), cancellation)
            .ConfigureAwait(false);
    }

    public async Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation)
    {
        var path = FileOf(key);
        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        return await FolderFiles.RunAsync(
            () => _reader.ReadObject(path) is { } old && old.Tag == tag ? Write(path, old.Value, value, held) : null, cancellation)
            .ConfigureAwait(false);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        FolderFiles.LookAsync(() => _reader.Exists(FileOf(key)), cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        FolderFiles.RunAsync<IReadOnlyList<long?>>(() => [.. keys.Select(key => PlainFiles.LengthOf(FileOf(key)))], cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            FolderFiles.Delete(FileOf(key));
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        FolderFiles.LookAsync<IReadOnlyList<string>>(
        () =>
        {
            var folder = FileOf(prefix).TrimEnd(Path.DirectorySeparatorChar);
            if (!FolderFiles.FolderExists(folder))
            {
                _marker.RequireFolder();
                return [];
            }

            PlainFiles.RefuseLinks(_root, folder);
            var keys = new List<string>();
            foreach (var file in PlainFiles.Below(folder))
            {
                var key = file.Path.Substring(_root.Length + 1).Replace(Path.DirectorySeparatorChar, '/');
                if (file.IsLink && Keys.IsPossible(file.Path.Substring(folder.Length + 1)))
                {
                    // Left out, what it stands for would look as if it were not there, and a sweep would act on that.
                    throw PlainFiles.Link(file.Path);
                }

                if (!file.IsLink && Keys.IsKey(key))
                {
                    keys.Add(key);
                }
            }

            keys.Sort(StringComparer.Ordinal);
            return keys;
        },
        cancellation);

    public async Task<IStagedContent> StageAsync(Stream content, CancellationToken cancellation)
    {
        var staged = new StagedFile(this, _writer.NewTemporary());
        try
        {
            using var file = new IncomingFile(() => _modes.NewFile(staged.Path));
            staged.Length = await file.WriteAllAsync(content, cancellation).ConfigureAwait(false);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => FolderFiles.LookAsync(() => Open(key), cancellation);

    /// <summary>The state of each file; <see langword="null"/> where one is too fresh to tell a later change from it.</summary>
    public ReadState? StateOf(IReadOnlyList<(string Key, string Tag)> read)
    {
        var files = new RecentFile[read.Count];
        for (var i = 0; i < files.Length; i++)
        {
            if (_reader.FindRead(FileOf(read[i].Key), read[i].Tag) is not { } file)
            {
                return null;
            }

            files[i] = file;
        }

        return new FileStates(files);
    }

    public Task<Stream?> OpenIfUnchangedAsync(ReadState state, string content, CancellationToken cancellation) => FolderFiles.LookAsync(
        () => ((FileStates)state).AreUnchanged() ? Open(content) : null, cancellation);

    /// <summary>The files were flushed before they got their names; now the names are, up to the store's own folder.</summary>
    public async Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var pending = await FolderFiles.LookAsync(() => Unflushed(keys), cancellation).ConfigureAwait(false);
        foreach (var (key, path, _) in pending.Where(name => _flushes.IsDoubtful(Path.GetDirectoryName(name.Path)!)))
        {
            await RenewAsync(key, path, cancellation).ConfigureAwait(false);
        }

        if (pending.Count > 0)
        {
            await FolderFiles.RunAsync(
                () =>
                {
                    // One that was renewed has another identity by now, and is flushed once more when it is asked for again.
                    foreach (var folder in pending.ToLookup(name => Path.GetDirectoryName(name.Path)!))
                    {
                        _flushes.Flush(folder.Key, folder.Select(name => (name.Path, name.Identity)).ToList());
                    }

                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<StagedLeftover>> DropStagedAsync(TimeSpan age, bool dryRun, CancellationToken cancellation) =>
        FolderFiles.RunAsync<IReadOnlyList<StagedLeftover>>(
        () =>
        {
            PlainFiles.RefuseLinks(_root, _temporary);
            string[] all = Directory.Exists(_temporary) ? Directory.GetFiles(_temporary) : [];
            var old = all.Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) >= age).ToList();
            var leftovers = old.ConvertAll(file => new StagedLeftover($"tmp/{Path.GetFileName(file)}", PlainFiles.LengthOf(file) ?? 0));
            old.ForEach(dryRun ? _ => { } : FolderFiles.Delete);
            leftovers.AddRange(_unfinished.DropOld(dryRun));
            return leftovers;
        },
        cancellation);

    public async Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation)
    {
        var path = FileOf(key);
        // Under the lock no writer gives the name to good bytes between the check and the rename.
        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        return await FolderFiles.RunAsync(
            () =>
            {
                if (!File.Exists(path) || DamagedContents.HasHash(path, sha256))
                {
                    return false;
                }

                PlainFiles.RefuseLinks(_root, Path.GetDirectoryName(path)!);
                DamagedContents.SetAside(_root, path);
                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    public Task<IDisposable> HoldAsync(string key, CancellationToken cancellation) =>
        FolderFiles.RunAsync<IDisposable>(() => WriterLock.Hold(_temporary, key, _modes), cancellation);

    public Task<bool> IsHeldAsync(string key, CancellationToken cancellation) =>
        FolderFiles.LookAsync(() => WriterLock.IsHeld(_temporary, key), cancellation);

    private Stream? Open(string key)
    {
        var path = FileOf(key);
        try
        {
            return PlainFiles.IsLink(path) ? null : new ContentFile(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            _marker.RequireFolder();
            return null;
        }
    }

    private string Write(string path, byte[]? before, byte[] value, FolderLock held)
    {
        _writer.Write(
            path,
            held,
            temporary => FolderFiles.WriteNew(temporary, value, _modes),
            () => before is null ? !FolderFiles.Exists(path) : _reader.Read(path)?.AsSpan().SequenceEqual(before) == true);
        return FolderReader.TagOf(value);
    }

    /// <summary>Those of the names that this process does not know to be on the disk.</summary>
    private List<(string Key, string Path, FileIdentity? Identity)> Unflushed(IEnumerable<string> keys) =>
        [.. keys.Distinct()
            .Select(key => (Key: key, Path: FileOf(key)))
            .Select(name => (name.Key, name.Path, Identity: FolderFlushes.IdentityOf(name.Path)))
            .Where(name => !_flushes.IsSafe(name.Path, name.Identity))];

    /// <summary>
    /// Gives a file its name anew, in a folder that could not be flushed once: its bytes may be there while its name is not.
    /// </summary>
    private async Task RenewAsync(string key, string path, CancellationToken cancellation)
    {
        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        await FolderFiles.RunAsync(
            () =>
            {
                if (FolderFiles.Exists(path))
                {
                    var before = FolderFlushes.IdentityOf(path);
                    _writer.Write(
                        path,
                        held,
                        temporary =>
                        {
                            FolderFiles.CopyToNew(path, temporary, _modes);
                            if (key.StartsWith(Keys.Contents, StringComparison.Ordinal))
                            {
                                FolderModes.MakePublicFile(temporary);
                            }
                        },
                        () => FolderFlushes.IdentityOf(path) == before);
                }

                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    private sealed class FileStates(RecentFile[] files) : ReadState
    {
        /// <summary>One look at each file, in the order in which they were read.</summary>
        public bool AreUnchanged() => Array.TrueForAll(files, file => file.IsUnchanged());
    }
}
