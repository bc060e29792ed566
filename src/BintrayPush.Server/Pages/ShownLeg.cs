namespace BintrayPush.Server.Pages;

/// <summary>A leg on the page of its release.</summary>
/// <param name="Leg">What the release knows of it.</param>
/// <param name="Versions">What is in it; none once the release is public.</param>
public sealed record ShownLeg(StagedLeg Leg, IReadOnlyList<LegVersion> Versions)
{
    /// <summary>What it is for people.</summary>
    public string Name => Leg.Name.Equals(LegName.OfGroups) ? "packages that clients of NuGet have staged" : Leg.Name.Name;
}
