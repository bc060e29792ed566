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
    public static IReadOnlyList<IReadOnlyList<Shipment>> Of(IReadOnlyList<Shipment> shipments)
    {
        // The packages need not be opened where there is nothing to order.
        var last = shipments.Count < 2 ? [] : shipments.Where(PointsToOthers).ToList();
        return [[.. shipments.Except(last)], last];
    }

    private static bool PointsToOthers(Shipment shipment) =>
        shipment.Deliveries.Select(delivery => delivery.File.Artifact.LocalPath)
            .Any(file => file.EndsWith(Package, StringComparison.OrdinalIgnoreCase) && Points(file));

    private static bool Points(string file)
    {
        try
        {
            return ToolPackage.RuntimePackages(file).Count > 0;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException or XmlException)
        {
            // No package by its content: nobody installs it.
            return false;
        }
    }
}
