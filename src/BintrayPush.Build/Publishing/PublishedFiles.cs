using System.Globalization;
using BintrayPush.Build.Tasks;
using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Publishing;

/// <summary>The files of a folder that a project is published into.</summary>
internal static class PublishedFiles
{
    private const string Size = "Size";
    private const string Written = "Written";

    /// <summary>All files below a folder, by their path in it with <c>/</c> between its segments.</summary>
    /// <param name="folder">An absolute path. There need not be such a folder.</param>
    /// <param name="linkFound">Gets each folder that is a link; it is not entered, because it may lead anywhere, also in a circle.</param>
    public static Dictionary<string, FileInfo> In(string folder, Action<string> linkFound)
    {
        var files = new Dictionary<string, FileInfo>(StringComparer.Ordinal);
        var root = new DirectoryInfo(folder);
        if (root.Exists)
        {
            Add(root, "");
        }

        return files;

        void Add(DirectoryInfo parent, string path)
        {
            foreach (var entry in parent.EnumerateFileSystemInfos())
            {
                if (entry is FileInfo file)
                {
                    files.Add(path + file.Name, file);
                }
                else if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    linkFound(entry.FullName);
                }
                else
                {
                    Add((DirectoryInfo)entry, $"{path}{entry.Name}/");
                }
            }
        }
    }

    /// <summary>By which a rewritten file is recognized later.</summary>
    public static ITaskItem Describe(string path, FileInfo file)
    {
        var item = new TaskItem(Escaping.Escape(path));
        item.SetMetadata(Size, file.Length.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata(Written, file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
        return item;
    }

    /// <summary>Whether a file is as it was described.</summary>
    public static bool IsAsDescribed(FileInfo file, ITaskItem before)
    {
        var now = Describe("file", file);
        return now.GetMetadata(Size) == before.GetMetadata(Size) && now.GetMetadata(Written) == before.GetMetadata(Written);
    }
}
