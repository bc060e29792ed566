namespace BintrayPush.Verify;

/// <summary>
/// Receipts near one that is not there: that of the other configuration, or of another framework. A build of Debug looks below
/// <c>obj/Debug</c>, where a push with <c>-c Release</c> left nothing.
/// </summary>
internal static class OtherReceipts
{
    private const int MostLevels = 5;
    private const int MostFolders = 100;

    /// <summary>The receipts that differ from a missing one in one folder of the path.</summary>
    public static IReadOnlyList<string> Near(string file)
    {
        var found = new List<string>();
        var rest = Path.GetFileName(file);
        var folder = Path.GetDirectoryName(file);
        for (var level = 0; level < MostLevels && folder is not null && Path.GetDirectoryName(folder) is { } parent; level++)
        {
            found.AddRange(Siblings(parent, folder).Select(sibling => Path.Combine(sibling, rest)).Where(File.Exists));
            rest = Path.Combine(Path.GetFileName(folder), rest);
            folder = parent;
        }

        return found;
    }

    private static IEnumerable<string> Siblings(string parent, string own)
    {
        try
        {
            return Directory.Exists(parent)
                ? [.. Directory.EnumerateDirectories(parent).Where(folder => folder != own).Take(MostFolders)]
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
