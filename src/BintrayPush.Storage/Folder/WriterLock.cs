using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Shows that the writer of an object is alive: a file in <c>tmp/</c> that its process has locked. The system takes the lock away when the
/// process ends, however it ends; the file then stays for a sweep.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly LockFile _file;

    private WriterLock(LockFile file) => _file = file;

    /// <summary>Makes the file and locks it.</summary>
    /// <param name="temporaries">The folder <c>tmp</c> of the store.</param>
    /// <param name="key">The object.</param>
    /// <param name="modes">How the file is made.</param>
    public static WriterLock Hold(string temporaries, string key, FolderModes modes) =>
        new(LockFile.Open(FileOf(temporaries, key), modes));

    /// <summary>Whether a process has the file locked.</summary>
    public static bool IsHeld(string temporaries, string key)
    {
        try
        {
            LockFile.OpenExisting(FileOf(temporaries, key)).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            // Its writer is done, or it died and a sweep was here.
            return false;
        }
        catch (IOException busy) when (FileErrors.IsBusy(busy))
        {
            return true;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        FolderFiles.TryDelete(_file.Path);
    }

    private static string FileOf(string temporaries, string key) => Path.Combine(temporaries, Keys.LastPart(key) + ".writer");
}
