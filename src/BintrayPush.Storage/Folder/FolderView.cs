using System.Collections.Concurrent;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// <c>dl/subject/repository/path</c>: published files under their own names, as hard links to the contents where the system has
/// them and as copies otherwise, for a static web server or a package manager.
/// </summary>
internal sealed class FolderView(FolderStore store, string folder) : IViewFiles
{
    /// <summary>What this process has changed below each repository's folder and not flushed yet.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _changed = new();

    /// <summary>How many of the files that are in the way are named.</summary>
    private const int MostNamed = 16;

    public string Folder => folder;

    /// <summary>Where a file lies once it is published.</summary>
    public string FileOf(RepositoryAddress repository, string path) =>
        Path.Combine(FolderOf(repository), path.Replace('/', Path.DirectorySeparatorChar));

    public Task<IDisposable> LockAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        store.Locks.EnterViewAsync(Keys.Repository(repository), cancellation);

    public Task<ViewObstacle?> PutAsync(RepositoryAddress repository, string path, string content, CancellationToken cancellation) =>
        FolderFiles.RunAsync(
        () =>
        {
            if (Path.DirectorySeparatorChar == '\\' && WindowsNames.FaultIn(path) is { } fault)
            {
                return new ViewObstacle(fault, null);
            }

            var target = FileOf(repository, path);
            var temporary = store.Writer.NewTemporary();
            try
            {
                PlainFiles.RefuseLinks(store.Root, Path.GetDirectoryName(target)!);
                if (PlainFiles.LengthOf(store.FileOf(content)) is null)
                {
                    throw new FileNotFoundException($"'{content}' is not in the store");
                }

                // A link at the place of the file itself is replaced like a file, not followed.
                if (!PlainFiles.IsLink(target) && Directory.Exists(target) && FilesBelow(repository, target) is { Count: > 0 } below)
                {
                    return new ViewObstacle("a folder of that name is there", below);
                }

                store.Modes.MakePublicFolder(Path.GetDirectoryName(target)!);
                // In a folder that could not be flushed once, a link over a link to the same content would change nothing.
                if (store.Flushes.IsDoubtful(Path.GetDirectoryName(target)!) || !PosixCalls.TryLink(store.FileOf(content), temporary))
                {
                    FolderFiles.CopyToNew(store.FileOf(content), temporary, store.Modes);
                    FolderModes.MakePublicFile(temporary);
                }

                Changed(repository, target);
                FolderFiles.Rename(temporary, target);
                return null;
            }
            catch (Exception trouble) when (FileErrors.IsImpossibleName(trouble))
            {
                return new ViewObstacle(trouble.Message, null);
            }
            catch (Exception trouble) when (
                trouble is IOException or UnauthorizedAccessException && FileAbove(repository, target) is { } above)
            {
                return new ViewObstacle($"the file '{above}' is there", [above]);
            }
            finally
            {
                // Renaming a link over another link to the same file does nothing and leaves both names.
                FolderFiles.TryDelete(temporary);
            }
        },
        cancellation);

    public Task<IReadOnlyList<long?>> GetLengthsAsync(
        RepositoryAddress repository, IReadOnlyList<string> paths, CancellationToken cancellation) =>
        FolderFiles.RunAsync<IReadOnlyList<long?>>(
            () => [.. paths.Select(path => PlainFiles.LengthOf(FileOf(repository, path)))], cancellation);

    public Task RemoveAsync(RepositoryAddress repository, string path, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            var target = FileOf(repository, path);
            Changed(repository, target);
            PlainFiles.RefuseLinks(store.Root, Path.GetDirectoryName(target)!);
            if (PlainFiles.IsLink(target) || File.Exists(target))
            {
                FolderFiles.Delete(target);
            }

            var top = FolderOf(repository);
            for (
                var parent = Path.GetDirectoryName(target)!; parent.Length > top.Length
                    && IsEmpty(parent); parent = Path.GetDirectoryName(parent)!)
            {
                Directory.Delete(parent);
            }

            return true;
        },
        cancellation);

    public Task RemoveAllAsync(RepositoryAddress repository, CancellationToken cancellation) => FolderFiles.RunAsync(
        () =>
        {
            var top = FolderOf(repository);
            Changed(repository, top);
            PlainFiles.RefuseLinks(store.Root, Path.GetDirectoryName(top)!);
            if (PlainFiles.IsLink(top))
            {
                FolderFiles.Delete(top);
            }
            else if (Directory.Exists(top))
            {
                foreach (var file in PlainFiles.Below(top).Where(file => !file.IsLink).ToList())
                {
                    FolderFiles.Delete(file.Path);
                }

                // Of links only the links themselves go.
                Directory.Delete(top, recursive: true);
            }

            // What was taken away must not come back after a power loss.
            var parent = Path.GetDirectoryName(top)!;
            if (Directory.Exists(parent))
            {
                FileFlush.Folder(parent);
            }

            return true;
        },
        cancellation);

    /// <summary>Flushes the folders that were changed, and those above them: one that is gone has left its name in the one above.</summary>
    public async Task FlushAsync(RepositoryAddress repository, CancellationToken cancellation)
    {
        if (_changed.TryRemove(FolderOf(repository), out var changed))
        {
            try
            {
                await FolderFiles.RunAsync(() => Flush(changed), cancellation).ConfigureAwait(false);
            }
            catch
            {
                Changed(repository, changed.Keys);
                throw;
            }
        }
    }

    private bool Flush(ConcurrentDictionary<string, bool> changed)
    {
        foreach (var folder in changed.Keys.Select(NearestFolder).Distinct())
        {
            store.Flushes.Flush(folder, []);
        }

        return true;
    }

    private static string NearestFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return FolderFiles.FolderExists(folder) ? folder : NearestFolder(folder);
    }

    private void Changed(RepositoryAddress repository, params IEnumerable<string> paths)
    {
        var changed = _changed.GetOrAdd(FolderOf(repository), _ => new ConcurrentDictionary<string, bool>());
        foreach (var path in paths)
        {
            changed[path] = true;
        }
    }

    private static bool IsEmpty(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Some of the files below a folder. If there is none, a removal was cut off: then the empty folders go.</summary>
    private List<string> FilesBelow(RepositoryAddress repository, string target)
    {
        var found = PlainFiles.Below(target).Take(MostNamed).Select(file => PathOf(repository, file.Path)).ToList();
        if (found.Count == 0)
        {
            Directory.Delete(target, recursive: true);
        }

        return found;
    }

    /// <summary>The file of the repository that is where a folder would have to be, or <see langword="null"/>.</summary>
    private string? FileAbove(RepositoryAddress repository, string target)
    {
        var top = FolderOf(repository);
        for (var parent = Path.GetDirectoryName(target)!; parent.Length > top.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (File.Exists(parent))
            {
                return PathOf(repository, parent);
            }
        }

        return null;
    }

    /// <summary>The path in the repository of a file below its folder.</summary>
    public string PathOf(RepositoryAddress repository, string file) =>
        file.Substring(FolderOf(repository).Length + 1).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The paths of some of the files that are where the folders of a file would have to be, or below its own place.</summary>
    public IReadOnlyList<string> InTheWayOf(RepositoryAddress repository, string path)
    {
        var target = FileOf(repository, path);
        return FileAbove(repository, target) is { } above ? [above]
            : [.. PlainFiles.Below(target).Take(MostNamed).Select(file => PathOf(repository, file.Path))];
    }

    /// <summary>Where the files of a repository lie.</summary>
    public string FolderOf(RepositoryAddress repository) => Path.Combine(folder, repository.Subject, repository.Name);
}
