namespace BintrayPush.Storage.Folder;

/// <summary>A file below a folder, or a link that was not followed.</summary>
internal readonly record struct PlainFile(string Path, bool IsLink);

/// <summary>
/// Looking at files without following links: a link in the data folder must not make the store read, replace or delete what is outside.
/// Only the data folder itself may be reached through one.
/// </summary>
internal static class PlainFiles
{
#if NET
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = default, IgnoreInaccessible = false };
    private static readonly EnumerationOptions NoLinks = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

#endif
    /// <summary>All files below a folder, and the links in their place; nothing if the folder is not there or is a link itself.</summary>
    public static IEnumerable<PlainFile> Below(string folder)
    {
        var waiting = new Stack<string>();
        waiting.Push(folder);
        while (waiting.Count > 0)
        {
            var current = new DirectoryInfo(waiting.Pop());
            if (!current.Exists || IsLink(current))
            {
                continue;
            }

#if NET
            // Leaving links out costs nothing, asking each entry whether it is one takes a call of the system. So they are counted first.
            var files = Directory.GetFiles(current.FullName, "*", NoLinks);
            var folders = Directory.GetDirectories(current.FullName, "*", NoLinks);
            if (files.Length + folders.Length == Directory.EnumerateFileSystemEntries(current.FullName, "*", Everything).Count())
            {
                foreach (var child in folders)
                {
                    waiting.Push(child);
                }

                foreach (var file in files)
                {
                    yield return new PlainFile(file, IsLink: false);
                }

                continue;
            }

#endif
            foreach (var entry in current.EnumerateFileSystemInfos())
            {
                if (IsLink(entry))
                {
                    yield return new PlainFile(entry.FullName, IsLink: true);
                }
                else if (entry is DirectoryInfo)
                {
                    waiting.Push(entry.FullName);
                }
                else
                {
                    yield return new PlainFile(entry.FullName, IsLink: false);
                }
            }
        }
    }

    /// <summary>How long a file is; <see langword="null"/> if there is none, or something that is no plain file.</summary>
    public static long? LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && !IsLink(file) ? file.Length : null;
    }

    /// <summary>Whether a name is a link, whatever it leads to.</summary>
    public static bool IsLink(string path) => IsLink(new FileInfo(path));

    /// <summary>Makes sure that no folder on the way from one to another below it is a link.</summary>
    /// <param name="root">Where to begin; it may be a link itself.</param>
    /// <param name="folder">The last folder of the way.</param>
    /// <exception cref="IOException">One is.</exception>
    public static void RefuseLinks(string root, string folder)
    {
        for (var current = folder; current.Length > root.Length; current = Path.GetDirectoryName(current)!)
        {
            if (IsLink(current))
            {
                throw Link(current);
            }
        }
    }

    /// <summary>What is said where a link is found.</summary>
    public static IOException Link(string path) =>
        new($"'{path}' is a link, and nothing in the data folder is followed through one: put what it leads to in its place, or delete it");

    private static bool IsLink(FileSystemInfo entry)
    {
        // A name that is not there has all attributes.
        var attributes = entry.Attributes;
        if (attributes == (FileAttributes)(-1) || (attributes & FileAttributes.ReparsePoint) == 0)
        {
            return false;
        }

#if NET
        // Windows marks more than links like this, deduplicated files for example.
        return entry.LinkTarget is not null;
#else
        return (attributes & FileAttributes.Directory) != 0;
#endif
    }
}
