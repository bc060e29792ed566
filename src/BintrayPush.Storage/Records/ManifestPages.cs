namespace BintrayPush.Storage.Records;

/// <summary>
/// How the pages of a manifest are cut: not too large, so that a publish writes little; not too small, so that the root stays short.
/// </summary>
internal static class ManifestPages
{
    /// <summary>Cuts the pages that are yet to be written where they are too large.</summary>
    public static IEnumerable<ManifestPart> Split(IEnumerable<ManifestPart> parts, int maxFiles)
    {
        foreach (var part in parts)
        {
            if (part.Id is not null || part.Count <= maxFiles)
            {
                yield return part;
                continue;
            }

            var pages = ((part.Count - 1) / maxFiles) + 1;
            var files = part.Loaded.Files.ToArray();
            for (var i = 0; i < pages; i++)
            {
                var (from, to) = (i * files.Length / pages, (i + 1) * files.Length / pages);
                yield return ManifestPart.Of(files.Skip(from).Take(to - from));
            }
        }
    }

    /// <summary>The neighbour that a small page is to be joined with, or <see langword="null"/>.</summary>
    /// <param name="parts">All pages.</param>
    /// <param name="maxFiles">
    /// How many files a page may have. Joined pages have at most half of that, so that they are not split again soon.
    /// </param>
    /// <returns>The index of the first of the two.</returns>
    public static int? FindSmall(IReadOnlyList<ManifestPart> parts, int maxFiles)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            if ((parts[i].Id is null || parts[i + 1].Id is null) && parts[i].Count + parts[i + 1].Count <= maxFiles / 2)
            {
                return i;
            }
        }

        return null;
    }
}
