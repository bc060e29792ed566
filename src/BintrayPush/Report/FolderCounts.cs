using System.Globalization;
using BintrayPush.Artifacts;

namespace BintrayPush.Report;

/// <summary>Files that are too many for a line each, counted by the folders of the repository that they go to.</summary>
internal static class FolderCounts
{
    /// <param name="files">Where each file goes, what becomes of it, and how large it is.</param>
    /// <param name="mostLines">How many lines are read by people.</param>
    public static IEnumerable<string> Of(IEnumerable<(GivenCoordinates Place, string Word, long Size)> files, int mostLines)
    {
        var all = files.ToList();
        var depth = Enumerable.Range(0, 16).Reverse()
            .FirstOrDefault(levels => all.Select(file => Folder(file.Place, levels)).Distinct().Count() <= mostLines);
        var folders = all.GroupBy(file => Folder(file.Place, depth)).OrderBy(folder => folder.Key, StringComparer.Ordinal).ToList();
        foreach (var folder in folders.Take(mostLines))
        {
            var words = folder.GroupBy(file => file.Word)
                .Select(same => $"{same.Count().ToString(CultureInfo.InvariantCulture)} {same.Key.ToLowerInvariant()}");
            yield return $"  {folder.Key}: {string.Join(", ", words)} ({PushSummary.Size(folder.Sum(file => file.Size))})";
        }

        if (folders.Count > mostLines)
        {
            yield return $"  and {(folders.Count - mostLines).ToString(CultureInfo.InvariantCulture)} more repositories";
        }
    }

    /// <summary>The first folders of a path; a star says that there may be more below.</summary>
    private static string Folder(GivenCoordinates place, int levels)
    {
        var folders = (place.Path ?? "").Split('/');
        var kept = Math.Min(levels, folders.Length - 1);
        return string.Join("/", [place.Repository ?? "?", .. folders.Take(kept), kept < folders.Length - 1 ? "**" : "*"]);
    }
}
