using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Names;

/// <summary>
/// Where a service unpacks an archive (protocol reference 8.3): beside it. A path whose last segment is the name of an archive loses that
/// segment; any other path, and one that ends in a slash, is the folder itself.
/// </summary>
public static class UnpackFolder
{
    /// <summary>Of "tar.gz" and "tar.bz2" the end is enough.</summary>
    private static readonly string[] Extensions = [".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2"];

    /// <summary>Whether a file name is that of an archive, by its extension. Letter case does not count.</summary>
    public static bool IsArchiveName(string name) =>
        Extensions.Any(extension => name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The segments of the folder; none if that is the root of the repository.</summary>
    /// <param name="path">The segments of the path that the archive is sent to.</param>
    /// <param name="isFolder">Whether that path is said to be a folder, by a slash at its end.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> path, bool isFolder) =>
        !isFolder && path.Count > 0 && IsArchiveName(path[path.Count - 1]) ? [.. path.Take(path.Count - 1)] : path;

    /// <summary>The folder; <see langword="null"/> if that is the root of the repository.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{string}, bool)"/>
    public static RepositoryPath? Of(RepositoryPath path, bool isFolder) =>
        Of(path.Value.Split('/'), isFolder) is { Count: > 0 } folder ? RepositoryPath.Of(string.Join("/", folder)) : null;

    /// <summary>The path of an entry.</summary>
    /// <param name="folder">Where the archive is unpacked; empty for the root of the repository.</param>
    /// <param name="entry">The name of the entry.</param>
    /// <param name="path">Its path.</param>
    /// <param name="fault">Why it cannot be stored: a sentence about the archive.</param>
    public static bool TryPlace(
        string folder, string entry, [NotNullWhen(true)] out RepositoryPath? path, [NotNullWhen(false)] out string? fault)
    {
        // "./a" is what tar writes for "a"; anything else that is not a plain path is refused by RepositoryPath.
        var name = entry.StartsWith("./", StringComparison.Ordinal) ? entry.Substring(2) : entry;
        if (name.StartsWith("/", StringComparison.Ordinal) || (name.Length > 1 && name[1] == ':'))
        {
            path = null;
            fault = $"the archive holds the absolute path '{LogText.Shorten(name)}'";
            return false;
        }

        if (RepositoryPath.TryParse(folder.Length == 0 ? name : $"{folder}/{name}", out path, out fault))
        {
            return true;
        }

        fault = $"an entry of the archive cannot be stored: {fault}";
        return false;
    }
}
