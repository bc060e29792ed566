using System.Globalization;
using BintrayPush.Api;

namespace BintrayPush.Storage;

/// <summary>
/// Objects as files. A file that has its name is whole: it is written under a temporary name, flushed, and renamed. Conditional
/// writes happen under the key's lock. A folder belongs to one machine and any number of its processes.
/// </summary>
internal sealed class FolderStore : IObjectStore
{
    private readonly string _root;
    private readonly string _temporary;
    private readonly FolderLocks _locks;

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
        _locks = new FolderLocks(locks, lockLimit);
        if (make)
        {
            FolderFiles.Guarded(() =>
            {
                Directory.CreateDirectory(_temporary);
                return Directory.CreateDirectory(locks);
            });
        }
    }

    public string Root => _root;

    public FolderLocks Locks => _locks;

    /// <summary>Where files are before they have their names.</summary>
    public string TemporaryFolder => _temporary;

    /// <summary>Where a key's object lies.</summary>
    public string FileOf(string key) => Path.Combine(_root, key.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A name in <c>tmp/</c> that nobody has.</summary>
    public string NewTemporary() => Path.Combine(_temporary, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellation) => FolderFiles.RunAsync(
        () => FolderFiles.Read(FileOf(key)) is { } bytes ? new StoredObject(bytes, TagOf(bytes)) : null, cancellation);

    public async Task<string?> PutIfAbsentAsync(string key, byte[] value, CancellationToken cancellation)
    {
        var path = FileOf(key);
        if (File.Exists(path))
        {
            return null;
        }

        if (value.Length == 0)
        {
            // An empty object is whole as soon as it is there, and the file system itself lets one of two creators win.
            return await FolderFiles.RunAsync(() => Mark(path) ? TagOf(value) : null, cancellation).ConfigureAwait(false);
        }

        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        return await FolderFiles.RunAsync(() => File.Exists(path) ? null : Write(path, value), cancellation).ConfigureAwait(false);
    }

    public async Task<string?> ReplaceAsync(string key, string tag, byte[] value, CancellationToken cancellation)
    {
        var path = FileOf(key);
        using var held = await _locks.EnterAsync(key, cancellation).ConfigureAwait(false);
        return await FolderFiles.RunAsync(
            () => FolderFiles.Read(path) is { } old && TagOf(old) == tag ? Write(path, value) : null, cancellation).ConfigureAwait(false);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        FolderFiles.RunAsync(() => File.Exists(FileOf(key)), cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(IReadOnlyList<string> keys, CancellationToken cancellation) =>
        FolderFiles.RunAsync<IReadOnlyList<long?>>(() => [.. keys.Select(key => PlainFiles.LengthOf(FileOf(key)))], cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            FolderFiles.Delete(FileOf(key));
            return true;
        },
        cancellation);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => FolderFiles.RunAsync<IReadOnlyList<string>>(
        () =>
        {
            var folder = FileOf(prefix).TrimEnd(Path.DirectorySeparatorChar);
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
        var staged = new StagedFile(this, NewTemporary());
        try
        {
            using var file = new ArrivingFile(staged.Path);
            await file.WriteAllAsync(content, cancellation).ConfigureAwait(false);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => FolderFiles.RunAsync<Stream?>(
        () =>
        {
            var path = FileOf(key);
            try
            {
                return PlainFiles.IsLink(path) ? null : new ContentFile(path);
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        },
        cancellation);

    /// <summary>The files were flushed before they got their names; now the names are, up to the store's own folder.</summary>
    public Task FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            var flushed = new HashSet<string>();
            foreach (var key in keys)
            {
                var folder = Path.GetDirectoryName(FileOf(key))!;
                while (folder.Length >= _root.Length && flushed.Add(folder))
                {
                    PosixCalls.FlushFolder(folder);
                    folder = Path.GetDirectoryName(folder)!;
                }
            }

            return true;
        },
        cancellation);

    public Task<int> DropStagedAsync(TimeSpan age, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            PlainFiles.RefuseLinks(_root, _temporary);
            var limit = DateTime.UtcNow - age;
            var old = Directory.EnumerateFiles(_temporary).Where(file => File.GetLastWriteTimeUtc(file) <= limit).ToList();
            old.ForEach(FolderFiles.Delete);
            return old.Count;
        },
        cancellation);

    public async Task<bool> SetAsideAsync(string key, string sha256, CancellationToken cancellation)
    {
        var path = FileOf(key);
        // Under the lock nobody gives the name to good bytes between the look and the rename.
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

    private static string TagOf(byte[] bytes) => Hex.Sha256Of(bytes);

    private static bool Mark(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            FolderFiles.WriteNew(path, []);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private string Write(string path, byte[] value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = NewTemporary();
        try
        {
            FolderFiles.WriteNew(temporary, value);
            FolderFiles.Rename(temporary, path);
        }
        catch
        {
            FolderFiles.TryDelete(temporary);
            throw;
        }

        return TagOf(value);
    }

    private sealed class StagedFile(FolderStore store, string path) : IStagedContent
    {
        private bool _named;

        public string Path => path;

        public async Task NameAsync(string key, CancellationToken cancellation)
        {
            var final = store.FileOf(key);
            using var held = await store._locks.EnterAsync(key, cancellation).ConfigureAwait(false);
            await FolderFiles.RunAsync(
                () =>
                {
                    // A file is not believed by its name alone: one of another length was cut, emptied or never whole.
                    if (PlainFiles.LengthOf(final) != PlainFiles.LengthOf(path))
                    {
                        PlainFiles.RefuseLinks(store._root, System.IO.Path.GetDirectoryName(final)!);
                        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(final)!);
                        DamagedContents.MakeReplaceable(final);
                        File.SetAttributes(path, FileAttributes.ReadOnly);
                        FolderFiles.Rename(path, final);
                        _named = true;
                    }

                    return true;
                },
                cancellation).ConfigureAwait(false);
        }

        public Task<Stream> OpenAsync(CancellationToken cancellation) =>
            FolderFiles.RunAsync<Stream>(() => new ContentFile(path), cancellation);

        public void Dispose()
        {
            if (!_named)
            {
                FolderFiles.TryDelete(path);
            }
        }
    }
}
