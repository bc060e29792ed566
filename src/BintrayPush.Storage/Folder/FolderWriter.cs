using System.Globalization;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Gives files their names. A file is written under a temporary name and flushed first; folders are made once one turns out to be missing.
/// </summary>
internal sealed class FolderWriter(string temporaries, FolderModes modes, FolderMarker marker, FolderFlushes flushes)
{
    /// <summary>Begins the temporary names of this process: others write to the same folder.</summary>
    private static readonly string ProcessName = Guid.NewGuid().ToString("N").Substring(0, 24);

    private static long _count;

    /// <summary>A free name in <c>tmp/</c>.</summary>
    public string NewTemporary() => Path.Combine(
        temporaries, ProcessName + Interlocked.Increment(ref _count).ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>Makes an empty file.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Mark(string path)
    {
        flushes.Forget(path);
        try
        {
            InFolder(path, () => FolderFiles.WriteNew(path, [], modes));
            return true;
        }
        catch (IOException) when (FolderFiles.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Writes a file under a temporary name and gives it its own, if nothing has changed meanwhile.</summary>
    /// <param name="path">Its own name.</param>
    /// <param name="held">The lock of what is kept under it.</param>
    /// <param name="write">Writes and flushes the file of a name.</param>
    /// <param name="isUnchanged">Whether what has the name is still what it is to take the place of.</param>
    /// <remarks>
    /// Nothing can have changed, under its lock. But lock files can be deleted; the lock of the folder itself, held for this moment,
    /// cannot.
    /// </remarks>
    public void Write(string path, FolderLock held, Action<string> write, Func<bool> isUnchanged)
    {
        var temporary = NewTemporary();
        try
        {
            WriteTemporary(temporary, write);
            InFolder(path, () =>
            {
                using var alone = PosixCalls.LockFolder(Path.GetDirectoryName(path)!);
                held.RequireValid();
                if (!isUnchanged())
                {
                    throw new IOException($"'{path}' was changed in spite of its lock");
                }

                Rename(temporary, path);
            });
        }
        catch
        {
            FolderFiles.TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Gives a file its own name in a folder that may have to be made.</summary>
    public void Name(string temporary, string path) => InFolder(path, () => Rename(temporary, path));

    private void Rename(string temporary, string path)
    {
        flushes.Forget(path);
        FolderFiles.Rename(temporary, path);
    }

    private void InFolder(string path, Action operation)
    {
        // Once is enough on a disk of this machine. On one that is shared, what another machine has made or deleted shows a moment later.
        const int Tries = 3;
        const int PauseMilliseconds = 10;
        for (var tried = 0; ; tried++)
        {
            try
            {
                operation();
                return;
            }
            catch (Exception missing) when (tried < Tries && LacksFolder(missing))
            {
                // Nothing is made where the disk should be.
                marker.RequireFolder();
                modes.MakeFolder(Path.GetDirectoryName(path)!);
                Thread.Sleep(tried * PauseMilliseconds);
            }
        }
    }

    private void WriteTemporary(string temporary, Action<string> write)
    {
        try
        {
            write(temporary);
        }
        catch (Exception missing) when (LacksFolder(missing))
        {
            marker.RequireFolder();
            throw;
        }
    }

    /// <remarks>
    /// .NET looks for the folder once the call has failed, so it speaks of a missing file if another thread has made the folder meanwhile.
    /// A temporary file that is really gone is tried for in vain.
    /// </remarks>
    private static bool LacksFolder(Exception failure) => failure is DirectoryNotFoundException or FileNotFoundException;
}
