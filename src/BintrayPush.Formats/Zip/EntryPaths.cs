namespace BintrayPush.Formats.Zip;

/// <summary>
/// The names of the entries of a package: what a client unpacks stays in its folder, and no entry takes the place of another.
/// </summary>
internal static class EntryPaths
{
    /// <summary>Checks them.</summary>
    /// <exception cref="InvalidDataException">One of them is no name, or stands for what another stands for.</exception>
    public static void Check(IReadOnlyCollection<ZipEntry> entries)
    {
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (!IsInside(entry.Name) || !IsInside(entry.Path))
            {
                throw new InvalidDataException($"its entry {entry.Shown} has no name that a file can have");
            }

            if (!(entry.IsFolder ? folders : files).Add(entry.Path.TrimEnd('/')))
            {
                throw new InvalidDataException($"it has two entries called {entry.Shown}, or differing only in letter case");
            }
        }

        foreach (var entry in entries)
        {
            for (var end = entry.Path.IndexOf('/', StringComparison.Ordinal); end > 0; end = entry.Path.IndexOf('/', end + 1))
            {
                if (files.Contains(entry.Path[..end]))
                {
                    throw new InvalidDataException($"its entry {entry.Shown} lies in one that is a file");
                }
            }
        }
    }

    /// <summary>A colon names a drive, or on Windows a stream beside the file.</summary>
    private static bool IsInside(string name) =>
        !name.StartsWith('/') && !name.AsSpan().ContainsAny('\\', ':') && !name.Any(char.IsControl)
        && !(name.EndsWith('/') ? name[..^1] : name).Split('/').Any(part => part is ".." or "." or "");
}
