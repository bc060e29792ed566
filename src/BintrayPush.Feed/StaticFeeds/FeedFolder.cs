using System.Runtime.Versioning;

namespace BintrayPush.Feed.StaticFeeds;

/// <summary>
/// A static feed in a folder. Everybody may read it: it is for a web server. Below a folder that a group shares, as a store can be shared,
/// that group may write it.
/// </summary>
/// <param name="root">The folder.</param>
public sealed class FeedFolder(string root) : IFeedFiles
{
    private const UnixFileMode PublicFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode PublicFolder =
        PublicFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Shared = UnixFileMode.SetGroup | UnixFileMode.GroupWrite;

    /// <summary>Where files are written before they have their names; no feed has anything of that name.</summary>
    private const string Unfinished = ".unfinished";

    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    private string Workshop => Path.Combine(_root, Unfinished);

    private string StateFile => Path.Combine(Workshop, "state");

    /// <summary>
    /// What the files show, as whoever wrote them last has put it down: to be deleted before any of them is changed, set when all are
    /// there, and only read or set by who holds the lock.
    /// </summary>
    public string? State
    {
        get => File.Exists(StateFile) ? File.ReadAllText(StateFile) : null;
        set
        {
            File.Delete(StateFile);
            if (value is not null)
            {
                File.WriteAllText(StateFile, value);
                MakePublic(StateFile);
            }
        }
    }

    /// <summary>Whether a folder was written as a feed.</summary>
    public static bool IsOne(string folder) => Directory.Exists(Path.Combine(folder, Unfinished));

    /// <summary>
    /// Keeps others out that write to this folder, until it is disposed of. What one that was cut off has left is cleared away.
    /// </summary>
    /// <param name="limit">How long another is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">Another still writes after that time, or the folder cannot be written to.</exception>
    public async Task<IDisposable> LockAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(time);
        MakeFolder(Workshop);
        var path = Path.Combine(Workshop, "lock");
        var held = await OpenAsync(path, limit, time, cancellation).ConfigureAwait(false);
        try
        {
            foreach (var left in Directory.EnumerateFiles(Workshop).Where(file => file != path && file != StateFile))
            {
                File.Delete(left);
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<FileStream> OpenAsync(string path, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                var isNew = !File.Exists(path);
                var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (isNew)
                {
                    MakePublic(path);
                }

                return held;
            }
            catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException)
                && time.GetElapsedTime(start) < limit)
            {
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public long? LengthOf(string name)
    {
        var file = new FileInfo(PathOf(name));
        return file.Exists ? file.Length : null;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, Func<Stream, Task> write, bool flush, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        var path = PathOf(name);
        MakeFolder(Path.GetDirectoryName(path)!);
        MakeFolder(Workshop);
        var temporary = Path.Combine(Workshop, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = File.Open(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await write(file).ConfigureAwait(false);
                file.Flush(flush);
            }

            MakePublic(temporary);
            cancellation.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryPutAsync(string name, StaticPackage package, CancellationToken cancellation) => Task.FromResult(false);

    /// <inheritdoc/>
    public void Delete(string name)
    {
        var path = PathOf(name);
        File.Delete(path);
        for (
            var folder = Path.GetDirectoryName(path)!; folder.Length > _root.Length
                && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
        {
            Directory.Delete(folder);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Below(string folder)
    {
        var path = PathOf(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", Everything)
                .Select(file => file[(_root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'))
            : [];
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            var parent = Path.GetDirectoryName(folder)!;
            MakeFolder(parent);
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, PublicFolder | SharingOf(parent));
        }
    }

    /// <summary>Makes a file of the workshop readable by all, whatever the umask is.</summary>
    private void MakePublic(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, PublicFile | (SharingOf(Workshop) & UnixFileMode.GroupWrite));
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode SharingOf(string folder) =>
        (File.GetUnixFileMode(folder) & Shared) == Shared ? Shared : UnixFileMode.None;

    private string PathOf(string name) => Path.Combine(_root, name.Replace('/', Path.DirectorySeparatorChar));
}
