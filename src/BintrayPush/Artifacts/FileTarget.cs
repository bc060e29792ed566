namespace BintrayPush.Artifacts;

/// <summary>What a path leads to: a symbolic link has a size and a time of its own, which are not those of the file that is read.</summary>
internal static class FileTarget
{
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
#if NET
        try
        {
            if (file is { Exists: true, LinkTarget: not null } && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                return target;
            }
        }
        catch (IOException)
        {
            // A link that leads to itself: opening it fails, and says so.
        }
#endif
        return file;
    }
}
