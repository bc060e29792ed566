using BintrayPush.Server.Feed.Index;
using NuGet.Versioning;

namespace BintrayPush.Server.Staging;

/// <summary>A package, or symbols of one, that a release is to publish.</summary>
/// <param name="Release">The release.</param>
/// <param name="Leg">The leg of it that has the file.</param>
/// <param name="Version">The version in which the file waits.</param>
/// <param name="File">The file.</param>
internal sealed record StagedArtifact(StagedRelease Release, LegName Leg, VersionAddress Version, LegFile File)
{
    /// <summary>Whether it is neither a package nor symbols: a leg may have any files.</summary>
    public bool IsOther => PackageFiles.IsSymbols(File.Path.Value) is null;

    /// <summary>Whether it is a symbol package.</summary>
    public bool IsSymbols => PackageFiles.IsSymbols(File.Path.Value) == true;

    /// <summary>The id, as its file is called.</summary>
    public string Id
    {
        get
        {
            var name = Path.GetFileNameWithoutExtension(File.Path.FileName);
            var end = $".{Version.Name}";
            return name.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? name[..^end.Length] : Version.Package.Name;
        }
    }

    /// <summary>Whether it came by this protocol, and is no part of what some machine has staged.</summary>
    public bool IsOwn => Leg.Equals(LegName.OfGroups);

    /// <summary>Insists on what came by this protocol: what a machine has staged as a leg is whole, or sealed by nobody.</summary>
    /// <exception cref="BintrayException">409: it belongs to a leg.</exception>
    public void RequireOwn()
    {
        if (!IsOwn)
        {
            throw new BintrayException(
                BintrayException.Conflict,
                $"'{File.Path}' belongs to leg '{Leg}' of release '{Release.Address}', and is changed with the leg alone");
        }
    }

    /// <summary>Whether it is what a client calls by an id and a version.</summary>
    /// <param name="id">The id, in any letters.</param>
    /// <param name="version">The version, normalised, in any letters.</param>
    public bool Is(string id, string version) =>
        Id.Equals(id, StringComparison.OrdinalIgnoreCase) && Number.Equals(version, StringComparison.OrdinalIgnoreCase);

    /// <summary>Machines may name the versions of their legs as they like, <c>1.0</c> for <c>1.0.0</c>.</summary>
    private string Number => NuGetVersion.TryParse(Version.Name, out var number) ? number.ToNormalizedString() : Version.Name;
}
