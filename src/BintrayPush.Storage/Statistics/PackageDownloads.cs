using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Statistics;

/// <summary>How often the files of a package were downloaded, as far as it was written down.</summary>
/// <param name="Since">When the package was made: nothing was counted before.</param>
/// <param name="Others">The downloads of versions that are not kept apart any more.</param>
/// <param name="Versions">The versions by their names, those that are deleted too.</param>
public sealed record PackageDownloads(
    DateTimeOffset Since, long Others, IReadOnlyDictionary<string, VersionDownloads> Versions)
{
    /// <summary>All downloads of all files.</summary>
    public long Total => Others + Versions.Values.Sum(version => version.All.Total);

    /// <summary>The downloads of one file, in whatever versions it was.</summary>
    /// <param name="path">Its path.</param>
    public long OfFile(string path) =>
        Versions.Values.Sum(version => version.Files.TryGetValue(path, out var file) ? file.Total : 0);
}
