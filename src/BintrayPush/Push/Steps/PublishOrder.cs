using System.Xml;
using BintrayPush.Artifacts;

namespace BintrayPush.Push.Steps;

/// <summary>
/// In which order versions become public. Files of one version do so together. Of several, those with the package of a tool that points to
/// packages for single runtimes come last: `dotnet tool install` takes that package first, and fails where the one for the runtime is
/// missing.
/// </summary>
internal static class PublishOrder
{
    private const string Package = ".nupkg";

    /// <summary>The versions in two groups, each to be published by itself: those that need no other one, and those that do.</summary>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<VersionPush>>> Of(IReadOnlyList<VersionPush> versions)
    {
        // The packages need not be opened where there is nothing to order.
        var last = versions.Count < 2 ? [] : versions.Where(PointsToOthers).ToList();
        return [Each(versions.Except(last)), Each(last)];
    }

    /// <summary>
    /// The same groups with all versions of a subject together, where they become public at one moment: with the last of them that has to
    /// wait for others.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<VersionPush>>> AtOnce(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<VersionPush>>> groups)
    {
        var order = groups.SelectMany((group, i) => group.SelectMany(versions => versions).Select(version => (Version: version, Group: i)));
        var subjects = order.GroupBy(
            version => version.Version.Address.Repository.Subject,
            (_, all) => (Group: all.Max(version => version.Group), Versions: all.Select(version => version.Version).ToList()));
        return
        [
            .. Enumerable.Range(0, groups.Count).Select(
                i => (IReadOnlyList<IReadOnlyList<VersionPush>>)[.. subjects.Where(all => all.Group == i).Select(all => all.Versions)]),
        ];
    }

    private static IReadOnlyList<IReadOnlyList<VersionPush>> Each(IEnumerable<VersionPush> versions) =>
        [.. versions.Select(version => (IReadOnlyList<VersionPush>)[version])];

    private static bool PointsToOthers(VersionPush versionPush) =>
        versionPush.Files.Select(filePush => filePush.File.Artifact)
            .Any(file => file.LocalPath.EndsWith(Package, StringComparison.OrdinalIgnoreCase) && Points(file.ContentPath));

    private static bool Points(string file)
    {
        try
        {
            return ToolPackage.RuntimePackages(file).Count > 0;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException or XmlException)
        {
            // Not a package by its content: it cannot be installed.
            return false;
        }
    }
}
