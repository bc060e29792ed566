using System.Globalization;
using BintrayPush.Storage;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>
/// The private files of a data folder: beside <c>dl/</c>, never below it, and readable by the server's own account alone.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="repository">The repository in it: it knows whether a file is not there or the whole folder.</param>
internal sealed class PrivateFolder(string data, FolderRepository? repository = null) : IPrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = Path.GetFullPath(data);

    public Task<PrivateFile?> FindAsync(string key, CancellationToken cancellation) => FolderRepository.LookAsync(
        () =>
        {
            var file = new FileInfo(PathOf(key));
            // It fails where "exists" would say no to a file that cannot be looked at.
            var written = file.LastWriteTimeUtc;
            if (file.Exists)
            {
                return new PrivateFile(key, TagOf(written));
            }

            repository?.RequireFolder();
            return null;
        },
        cancellation);

    public Task<IReadOnlyList<PrivateFile>> ListAsync(string folder, CancellationToken cancellation) =>
        FolderRepository.LookAsync<IReadOnlyList<PrivateFile>>(
            () =>
            {
                var place = new DirectoryInfo(PathOf(folder));
                if (!place.Exists)
                {
                    repository?.RequireFolder();
                    return [];
                }

                return
                [
                    .. place.EnumerateFiles().Where(file => !file.Name.StartsWith('.'))
                        .Select(file => new PrivateFile($"{folder}/{file.Name}", TagOf(file.LastWriteTimeUtc))),
                ];
            },
            cancellation);

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellation) => FolderRepository.LookAsync(
        () =>
        {
            try
            {
                return File.Exists(PathOf(key)) ? File.ReadAllBytes(PathOf(key)) : null;
            }
            catch (FileNotFoundException)
            {
                // Removed since it was seen.
                return null;
            }
        },
        cancellation);

    public Task WriteAsync(string key, byte[] content, CancellationToken cancellation) =>
        FolderRepository.LookAsync(() => Write(PathOf(key), content, overwrite: true), cancellation);

    public Task<bool> TryCreateAsync(string key, byte[] content, CancellationToken cancellation) =>
        FolderRepository.LookAsync(() => Write(PathOf(key), content, overwrite: false), cancellation);

    public async Task<IDisposable> LockAsync(string key, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(PathOf(key))!;
        await FolderRepository.LookAsync(
            () =>
            {
                CreateFolder(folder);
                return true;
            },
            cancellation);
        return await FolderRepository.LockAsync(Path.Combine(folder, "lock"), key, cancellation);
    }

    public IReadOnlyList<string> LockOrder(IReadOnlyCollection<string> keys) => FolderRepository.LockOrder(
        keys, key => Path.Combine(Path.GetDirectoryName(PathOf(key))!, "lock"));

    public Task DeleteAsync(string key, CancellationToken cancellation) => FolderRepository.LookAsync(
        () =>
        {
            if (File.Exists(PathOf(key)))
            {
                File.Delete(PathOf(key));
                FlushNames(PathOf(key));
            }

            return true;
        },
        cancellation);

    private static string TagOf(DateTime written) => written.Ticks.ToString(CultureInfo.InvariantCulture);

    private string PathOf(string key) => Path.Combine([_root, .. key.Split('/')]);

    private bool Write(string target, byte[] content, bool overwrite)
    {
        CreateFolder(Path.GetDirectoryName(target)!);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}");
        try
        {
            WriteForOwner(temporary, content);
            File.Move(temporary, target, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(target))
        {
            // Another server was quicker.
            File.Delete(temporary);
            return false;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushNames(target);
        return true;
    }

    /// <summary>Makes a folder, for its owner alone.</summary>
    private void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // The mode is that of the last one; those above it must be as closed.
        foreach (var one in FoldersOf(folder).Reverse())
        {
            Directory.CreateDirectory(one, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void WriteForOwner(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
        FileFlush.File(file);
    }

    /// <summary>A key that was taken away must not come back with a power loss, nor a new one be lost.</summary>
    private void FlushNames(string file)
    {
        foreach (var folder in FoldersOf(Path.GetDirectoryName(file)!))
        {
            FileFlush.Folder(folder);
        }

        FileFlush.Folder(_root);
    }

    /// <summary>A folder and those above it, up to the data folder and without it.</summary>
    private IEnumerable<string> FoldersOf(string folder)
    {
        for (var one = folder; one.Length > _root.Length && one != _root; one = Path.GetDirectoryName(one)!)
        {
            yield return one;
        }
    }
}
