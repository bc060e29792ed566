namespace BintrayPush.Push.Steps;

/// <summary>The files of a leg, as they have arrived. Pure.</summary>
internal static class LegContents
{
    public static LegManifest Of(IEnumerable<VersionPush> versions) =>
        new([.. versions.Select(version => new LegVersion(version.Address, [.. FilesOf(version)]))]);

    private static IEnumerable<LegFile> FilesOf(VersionPush version)
    {
        var sizes = version.Files.SelectMany(file => file.Placed).GroupBy(placed => placed.Path)
            .ToDictionary(same => same.Key, same => same.Last().Content.Size);

        // Only signatures are no deliveries, and they were listed after they were made.
        return version.Expected!.Select(file => new LegFile(
            file.Path, file.Sha256, sizes.TryGetValue(file.Path, out var size) ? size : version.Known!.Pending(file.Path)!.Size));
    }
}
