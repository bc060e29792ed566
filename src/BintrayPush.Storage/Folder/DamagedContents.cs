using System.Security.Cryptography;

namespace BintrayPush.Storage.Folder;

/// <summary>
/// Contents whose bytes are not what their names say: they are kept in <c>damaged/</c>, in case that something of them is still of use.
/// </summary>
internal static class DamagedContents
{
    /// <summary>The folder below the data folder.</summary>
    public const string Folder = "damaged";

    /// <summary>Whether a file can be read to its end and has this SHA-256.</summary>
    public static bool HasHash(string path, string sha256)
    {
        try
        {
            using var file = new ContentFile(path);
            using var hash = SHA256.Create();
            return string.Equals(Hex.Of(hash.ComputeHash(file)), sha256, StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Moves a content there, in place of an earlier one.</summary>
    public static void SetAside(string root, string path)
    {
        var folder = Path.Combine(root, Folder);
        PlainFiles.RefuseLinks(root, folder);
        Directory.CreateDirectory(folder);
        var aside = Path.Combine(folder, Path.GetFileName(path));
        MakeReplaceable(aside);
        FolderFiles.Rename(path, aside);
        FileFlush.Folder(Path.GetDirectoryName(path)!);
    }

    /// <summary>On Windows a read-only file cannot be replaced.</summary>
    public static void MakeReplaceable(string path)
    {
        if (Path.DirectorySeparatorChar == '\\' && File.Exists(path))
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }
}
