namespace BintrayPush.Artifacts;

/// <summary>
/// Paths with symbolic links in them. What is pushed becomes public, and a link in a folder of others may lead to anything that the
/// user can read. .NET Framework cannot tell where a link leads; there all are followed.
/// </summary>
public static class LinkedPath
{
#if NET
    /// <summary>As many as a system follows.</summary>
    private const int MostLinks = 40;

    private static readonly StringComparison ContentCheck =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
#endif

    /// <summary>Where a path leads, if a link in it leads out of a folder.</summary>
    /// <param name="path">An absolute path below the folder. Links in the path of the folder itself do not count.</param>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <returns><see langword="null"/> if it stays in the folder.</returns>
    public static string? LeadsOut(string path, string folder)
    {
#if NET
        if (!HasLink(path, folder) || Resolve(path) is not { } real || Resolve(folder) is not { } within)
        {
            return null;
        }

        return real.StartsWith(Path.EndsInDirectorySeparator(within) ? within : within + Path.DirectorySeparatorChar, ContentCheck)
            ? null
            : real;
#else
        return null;
#endif
    }

    /// <summary>A path without links.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns><see langword="null"/> if its links lead round in a circle.</returns>
    public static string? Resolve(string path)
    {
#if NET
        var links = 0;
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(Segments(full).Reverse());
        while (rest.TryPop(out var segment))
        {
            var next = Path.Combine(real, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            var led = Path.GetFullPath(Path.Combine(real, target));
            real = Path.GetPathRoot(led)!;
            foreach (var below in Segments(led).Reverse())
            {
                rest.Push(below);
            }
        }

        return real;
#else
        return Path.GetFullPath(path);
#endif
    }

#if NET
    private static bool HasLink(string path, string folder)
    {
        for (var at = path; at is not null && at.Length > folder.Length; at = Path.GetDirectoryName(at))
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Segments(string path) =>
        path[Path.GetPathRoot(path)!.Length..]
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
#endif
}
