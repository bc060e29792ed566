#if !NET
#pragma warning disable CA1822 // Without Unix permissions there is nothing to remember.
#endif

using Microsoft.Win32.SafeHandles;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Who may read and write what a store makes, on systems with Unix permissions, whatever the umask of the process is. By default the
/// owner alone, but for <c>dl/</c>, which everybody may read. A root folder with the setgid bit and write permission for its group is
/// shared: then that group may do all that the owner may.
/// </summary>
/// <remarks>
/// Files in <c>dl/</c> are links to contents, and a file has one mode under all its names: so everybody may read a content, but
/// nobody else reaches it through its folders unless it is published.
/// </remarks>
internal sealed class FolderModes
{
#if NET
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode GroupFile = OwnerFile | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode GroupFolder = OwnerFolder | GroupFile | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
    private const UnixFileMode Passage = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode PublicFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly bool _shared;

    private FolderModes(bool shared) => _shared = shared;

    private UnixFileMode Folder => _shared ? GroupFolder : OwnerFolder;

    private UnixFileMode PublicFolder => Folder | PublicFile | Passage;
#endif

    /// <summary>Whether a group shares the store.</summary>
    public bool IsShared =>
#if NET
        _shared;
#else
        false;
#endif

    /// <summary>The modes of a store; its root is made, so that others may pass through it to <c>dl/</c>, if it is not there.</summary>
    public static FolderModes Of(string root, bool make)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            if (make && !Directory.Exists(root))
            {
                Directory.CreateDirectory(root);
                File.SetUnixFileMode(root, OwnerFolder | Passage);
            }

            const UnixFileMode Shared = UnixFileMode.SetGroup | UnixFileMode.GroupWrite;
            return new FolderModes(Directory.Exists(root) && (File.GetUnixFileMode(root) & Shared) == Shared);
        }
#endif
        if (make)
        {
            Directory.CreateDirectory(root);
        }

#if NET
        return new FolderModes(shared: false);
#else
        return new FolderModes();
#endif
    }

    /// <summary>Makes a folder that is not for everybody, and those above it.</summary>
    public void MakeFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Make(path, Folder);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>Makes a folder that everybody may read, and those above it.</summary>
    public void MakePublicFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Make(path, PublicFolder);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>
    /// Gives folders that an earlier version may have made the mode that they have today; those of others stay as they are.
    /// </summary>
    public void Tighten(IEnumerable<string> folders)
    {
#if NET
        foreach (var folder in folders.Where(folder => !OperatingSystem.IsWindows() && Directory.Exists(folder)))
        {
            try
            {
                if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(folder) != Folder)
                {
                    File.SetUnixFileMode(folder, Folder);
                }
            }
            catch (UnauthorizedAccessException)
            {
            }
        }
#endif
    }

    /// <summary>Makes a new file that is not for everybody.</summary>
    public FileStream NewFile(
        string path, FileMode mode = FileMode.CreateNew, FileAccess access = FileAccess.Write, FileShare share = FileShare.Read)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 1 };
            if (mode != FileMode.Open)
            {
                options.UnixCreateMode = _shared ? GroupFile : OwnerFile;
            }

            var file = new FileStream(path, options);
            if (_shared && mode == FileMode.CreateNew)
            {
                File.SetUnixFileMode(file.SafeFileHandle, GroupFile);
            }

            return file;
        }
#endif
        return new FileStream(path, mode, access, share, bufferSize: 1);
    }

    /// <summary>Makes sure that the group of a shared store can write an own file that the umask made for its owner.</summary>
    public void Share(SafeFileHandle file, FileIdentity identity)
    {
#if NET
        const int OfGroup = 0x30;
        if (_shared && !OperatingSystem.IsWindows() && (identity.Mode & OfGroup) != OfGroup)
        {
            try
            {
                File.SetUnixFileMode(file, GroupFile);
            }
            catch (UnauthorizedAccessException)
            {
                // It belongs to another account, and could be opened all the same.
            }
        }
#endif
    }

    /// <summary>Makes a file readable by all accounts and writable by none.</summary>
    public static void MakePublicFile(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, PublicFile);
            return;
        }
#endif
        File.SetAttributes(path, FileAttributes.ReadOnly);
    }

#if NET
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Make(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
        {
            Make(Path.GetDirectoryName(path)!, mode);
            Directory.CreateDirectory(path, mode);
            // The umask takes bits off; another process that made it meanwhile does the same.
            try
            {
                File.SetUnixFileMode(path, mode);
            }
            catch (UnauthorizedAccessException)
            {
            }
        }
    }
#endif
}
