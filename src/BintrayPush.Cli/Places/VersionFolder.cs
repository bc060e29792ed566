using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Places;

/// <summary>A file of a version and its place below a folder.</summary>
/// <param name="Source">The file, as the service lists it.</param>
/// <param name="Path">Its place, absolute.</param>
/// <param name="State">What is there.</param>
internal sealed record VersionFile(RepositoryFile Source, string Path, PlaceState State);

/// <summary>What is in the place of a file.</summary>
internal enum PlaceState
{
    Free,
    Same,
    Other,
}

/// <summary>
/// A folder that the files of a version come into, each with its path in the repository below it. All of them are looked at before the
/// first one is written: what could not be in its place there, or would lead out of the folder, is refused.
/// </summary>
internal sealed class VersionFolder(string root)
{
    private const int BufferSize = 1 << 17;

    /// <summary>Whether the file systems that are usual here take names for the same that differ only in letter case.</summary>
    private static readonly bool FoldsCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    private readonly HashSet<string> _safe = [root];

    /// <summary>The folder, absolute.</summary>
    public string Root => root;

    /// <summary>Finds the places of files, and what is there.</summary>
    /// <exception cref="CommandFailure">A file cannot be there.</exception>
    public async Task<IReadOnlyList<VersionFile>> LookAsync(IReadOnlyList<RepositoryFile> files, CancellationToken cancellation)
    {
        RefuseConflicts([.. files.Select(file => file.Path.Value)]);
        var found = new List<VersionFile>();
        foreach (var file in files)
        {
            var path = PlaceOf(file.Path);
            found.Add(new VersionFile(file, path, await StateAsync(file, path, cancellation).ConfigureAwait(false)));
        }

        return found;
    }

    /// <summary>A store keeps names apart that a disk does not, and may hold a file and a folder of one name.</summary>
    private static void RefuseConflicts(IReadOnlyList<string> paths)
    {
        var names = new HashSet<string>(FoldsCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (OperatingSystem.IsWindows() && WindowsNames.FaultIn(path) is { } fault)
            {
                throw CommandFailure.Failed(Complaints.NoFileHere(path, fault));
            }

            if (!names.Add(path))
            {
                throw CommandFailure.Failed(Complaints.NoFileHere(path, "another file of the version has this name in other letters"));
            }
        }

        foreach (var path in paths)
        {
            if (FoldersOf(path).FirstOrDefault(names.Contains) is { } file)
            {
                throw CommandFailure.Failed(Complaints.NoFileHere(path, $"'{file}' is a file of the version, too, and no folder"));
            }
        }
    }

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }

    /// <summary>No folder on the way may be a link: what it leads to is not below this one.</summary>
    private string PlaceOf(RepositoryPath path)
    {
        var folder = root;
        var segments = path.Value.Split('/');
        foreach (var segment in segments[..^1])
        {
            folder = Path.Combine(folder, segment);
            if (_safe.Add(folder) && new DirectoryInfo(folder) is var info && (info.LinkTarget is not null || File.Exists(folder)))
            {
                var kind = info.LinkTarget is null ? "a file" : "a link";
                throw CommandFailure.Failed(Complaints.NoFileHere(path.Value, $"'{folder}' is {kind} and no folder"));
            }
        }

        return Path.Combine(folder, segments[^1]);
    }

    private static async Task<PlaceState> StateAsync(RepositoryFile file, string path, CancellationToken cancellation)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            throw CommandFailure.Failed(Complaints.FileUnusable(path, "It is a folder."));
        }

        var there = new FileInfo(path);
        if (!OutputFile.IsTaken(path))
        {
            return PlaceState.Free;
        }

        var mayBeSame = there.LinkTarget is null && there.Length == file.Size;
        return mayBeSame && await HasContentAsync(file, path, cancellation).ConfigureAwait(false) ? PlaceState.Same : PlaceState.Other;
    }

    private static async Task<bool> HasContentAsync(RepositoryFile file, string path, CancellationToken cancellation)
    {
        try
        {
            await using var content = RegularFile.OpenRead(path, options: FileOptions.Asynchronous);
            await using var hashing = new HashingStream(content, withMd5: false);
            await hashing.CopyToAsync(Stream.Null, BufferSize, cancellation).ConfigureAwait(false);
            return file.HasContent(hashing.Finish());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed(Complaints.FileUnusable(path, fault.Message));
        }
    }
}
