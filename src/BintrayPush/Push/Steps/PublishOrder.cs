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

    /// <summary>The versions in two groups: those that need no other one, and those that point to others.</summary>
    public static IReadOnlyList<IReadOnlyList<VersionPush>> Of(IReadOnlyList<VersionPush> versions)
    {
        // The packages need not be opened where there is nothing to order.
        var last = versions.Count < 2 ? [] : versions.Where(PointsToOthers).ToList();
        return [[.. versions.Except(last)], last];
    }

    private static bool PointsToOthers(VersionPush versionPush) =>
        versionPush.Files.Select(filePush => filePush.File.Artifact.LocalPath)
            .Any(file => file.EndsWith(Package, StringComparison.OrdinalIgnoreCase) && Points(file));

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
