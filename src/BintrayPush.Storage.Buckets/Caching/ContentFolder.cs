using System.Globalization;
using System.Security.Cryptography;

namespace BintrayPush.Storage.Buckets.Caching;

/// <summary>
/// A folder of this machine with contents of a bucket, <c>contents/&lt;hh&gt;/&lt;sha256&gt;.&lt;length&gt;</c>. A file there was written
/// under another name, compared with its SHA-256 and renamed, so one that a killed process was writing is never taken for a content. It
/// belongs to one process; whatever is wrong with the folder or its disk, a content comes from the bucket as if there were none.
/// </summary>
public sealed class ContentFolder : IDisposable
{
    /// <summary>What a file takes on a disk.</summary>
    private const long Block = 4096;

    /// <summary>How exactly the time of the last use is kept for the next process.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly LeastRecent<Entry> _entries;
    private readonly HashSet<string> _filling = new(StringComparer.Ordinal);
    private readonly string _contents;
    private readonly string _incoming;
    private readonly long _maxBytes;
    private readonly FileStream _held;
    private long _incomingBytes;

    private ContentFolder(string folder, long maxBytes)
    {
        (_maxBytes, _entries) = (maxBytes, new LeastRecent<Entry>(maxBytes));
        _contents = OwnFiles.MakeFolder(Path.Combine(folder, "contents"));
        _held = OwnFiles.Open(Path.Combine(folder, "lock"), FileMode.OpenOrCreate);
        try
        {
            _incoming = Path.Combine(folder, "incoming");
            if (Directory.Exists(_incoming))
            {
                // What a killed process was writing.
                Directory.Delete(_incoming, recursive: true);
            }

            OwnFiles.MakeFolder(_incoming);
            FindContents();
        }
        catch
        {
            _held.Dispose();
            throw;
        }
    }

    /// <summary>What the contents take on the disk, with those that are coming.</summary>
    internal long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _entries.Weight;
            }
        }
    }

    /// <summary>Opens the folder, which is made if it is not there.</summary>
    /// <param name="folder">The folder; whatever else is in it is left alone.</param>
    /// <param name="maxBytes">What the contents may take there.</param>
    /// <exception cref="BintrayException">503: it cannot be used, or another server uses it.</exception>
    public static ContentFolder Open(string folder, long maxBytes)
    {
        try
        {
            return new ContentFolder(Path.GetFullPath(folder), maxBytes);
        }
        catch (Exception fault) when (OwnFiles.IsOfDisk(fault))
        {
            throw new BintrayException(
                BintrayException.Unavailable,
                $"BTP4096: the cache folder '{folder}' cannot be used, or another server uses it: {LogText.Clean(fault.Message)}",
                fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    /// <summary>A content that is here and whole, or <see langword="null"/>.</summary>
    internal async Task<Stream?> OpenAsync(string key, string sha256, CancellationToken cancellation)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = _entries.Find(sha256);
        }

        if (entry is null)
        {
            return null;
        }

        CachedFile? file = null;
        try
        {
            file = new CachedFile(entry.Path, key);
            if (file.Length == entry.Length && (entry.IsChecked || await IsIntactAsync(file, sha256, cancellation).ConfigureAwait(false)))
            {
                Use(entry);
                var opened = file;
                file = null;
                return opened;
            }
        }
        catch (Exception fault) when (OwnFiles.IsOfDisk(fault))
        {
            // Lost, or not to be read: the bucket has it.
        }
        finally
        {
            file?.Dispose();
        }

        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_entries.Find(sha256) == entry)
            {
                _entries.Remove(sha256);
            }
        }

        OwnFiles.Delete(entry.Path);
        return null;
    }

    /// <summary>Begins to take in a content; one at a time of each.</summary>
    /// <returns><see langword="null"/> if it is here, on its way, too large, or cannot be written.</returns>
    internal IncomingContent? TryBegin(string sha256, long length)
    {
        if (length <= 0)
        {
            return null;
        }

        IReadOnlyList<Entry> gone;
        lock (_lock)
        {
            // What is on its way cannot make room.
            if (_incomingBytes + WeightOf(length) > _maxBytes || _entries.Find(sha256) is not null || !_filling.Add(sha256))
            {
                return null;
            }

            Reserve(WeightOf(length));
            gone = _entries.Shrink();
        }

        Delete(gone);
        try
        {
            var path = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
            return new IncomingContent(this, sha256, length, path, OwnFiles.Open(path, FileMode.CreateNew));
        }
        catch (Exception fault) when (OwnFiles.IsOfDisk(fault))
        {
            End(sha256, length, entry: null);
            return null;
        }
    }

    /// <summary>Gives what has come, and is what it should be, its name.</summary>
    internal void Keep(string sha256, long length, string incoming)
    {
        Entry? entry = null;
        try
        {
            var folder = OwnFiles.MakeFolder(Path.Combine(_contents, sha256[..2]));
            entry = new Entry(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{sha256}.{length}")), length)
            { IsChecked = true, Used = DateTime.UtcNow };
            File.Move(incoming, entry.Path, overwrite: true);
        }
        catch (Exception fault) when (OwnFiles.IsOfDisk(fault))
        {
            entry = null;
            OwnFiles.Delete(incoming);
        }

        End(sha256, length, entry);
    }

    /// <summary>Keeps nothing of what has come.</summary>
    internal void Drop(string sha256, long length, string incoming)
    {
        OwnFiles.Delete(incoming);
        End(sha256, length, entry: null);
    }

    private static long WeightOf(long length) => (length + Block - 1) / Block * Block;

    private static void Delete(IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
        {
            OwnFiles.Delete(entry.Path);
        }
    }

    private static bool TryParse(FileInfo file, out string sha256)
    {
        var dot = file.Name.IndexOf('.', StringComparison.Ordinal);
        sha256 = dot < 0 ? "" : file.Name[..dot];
        return sha256.Length == 2 * SHA256.HashSizeInBytes && sha256.All(char.IsAsciiHexDigitLower)
            && long.TryParse(file.Name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length == file.Length;
    }

    /// <summary>
    /// What an earlier process has left. Its power may have gone before the bytes were on the disk, so each is read and compared before it
    /// is used for the first time.
    /// </summary>
    private void FindContents()
    {
        var files = new DirectoryInfo(_contents).EnumerateFiles("*", SearchOption.AllDirectories);
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
        {
            if (TryParse(file, out var sha256))
            {
                _entries.Add(sha256, new Entry(file.FullName, file.Length) { Used = file.LastWriteTimeUtc }, WeightOf(file.Length));
            }
            else
            {
                OwnFiles.Delete(file.FullName);
            }
        }

        Delete(_entries.Shrink());
    }

    private void End(string sha256, long length, Entry? entry)
    {
        lock (_lock)
        {
            _filling.Remove(sha256);
            Reserve(-WeightOf(length));
            if (entry is not null)
            {
                _entries.Add(sha256, entry, WeightOf(length));
            }
        }
    }

    private void Reserve(long bytes)
    {
        _incomingBytes += bytes;
        _entries.Reserve(bytes);
    }

    private static async Task<bool> IsIntactAsync(CachedFile file, string sha256, CancellationToken cancellation)
    {
        var intact = Hex.Of(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false)) == sha256;
        file.Position = 0;
        return intact;
    }

    private static void Use(Entry entry)
    {
        entry.IsChecked = true;
        if (DateTime.UtcNow - entry.Used > UseInterval)
        {
            entry.Used = DateTime.UtcNow;
            File.SetLastWriteTimeUtc(entry.Path, entry.Used);
        }
    }

    private sealed class Entry(string path, long length)
    {
        public string Path => path;

        public long Length => length;

        /// <summary>Whether this process has seen that its bytes are those of its SHA-256.</summary>
        public bool IsChecked { get; set; }

        public DateTime Used { get; set; }
    }
}
