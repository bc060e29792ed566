using BintrayPush.Messages;

namespace BintrayPush.Artifacts;

/// <summary>
/// The properties that say where a file was pushed to, and when (semantics reference 1.1). Written by hand, the first four are
/// coordinates like any others; the time is never anybody's to give.
/// </summary>
public static class StampNames
{
    /// <summary><c>subject/repository</c>.</summary>
    public const string Repository = "bintray.repo";

    /// <summary>The package.</summary>
    public const string Package = "bintray.package";

    /// <summary>The version.</summary>
    public const string Version = "bintray.version";

    /// <summary>The path in the repository.</summary>
    public const string Path = "bintray.path";

    /// <summary>When it was sent.</summary>
    public const string UploadTime = "bintray.upload.time";

    /// <summary>An artifact with properties that are to leave the machine; those that are coordinates say where it goes instead.</summary>
    /// <param name="artifact">The artifact, with the coordinates that it has otherwise.</param>
    /// <param name="properties">The properties.</param>
    /// <param name="complain">Gets what is wrong with them.</param>
    public static Artifact Disclosing(this Artifact artifact, ArtifactProperties properties, Action<Problem> complain)
    {
        string[] stamps = [Repository, Package, Version, Path, UploadTime];
        if (!properties.Keys.Any(IsStamp))
        {
            return artifact with { Disclosed = properties };
        }

        if (ValueOf(UploadTime) is not null)
        {
            complain(ArtifactProblems.StampGiven(UploadTime, artifact));
        }

        var own = artifact.Own;
        return artifact with
        {
            Own = new GivenCoordinates(
                Either(
                    own.Repository,
                    Repository,
                    "BintrayRepo"), Either(
                        own.Package,
                        Package,
                        "BintrayPackage"), Either(own.Version, Version, "BintrayVersion"), Either(own.Path, Path, "BintrayPath")),
            Disclosed = ArtifactProperties.Of(
                from key in properties.Keys
                where !IsStamp(key)
                from value in properties[key]
                select new KeyValuePair<string, string>(key, value)),
        };

        bool IsStamp(string key) => stamps.Contains(key, StringComparer.OrdinalIgnoreCase);

        string? ValueOf(string stamp) =>
            properties.Keys.FirstOrDefault(key => key.Equals(stamp, StringComparison.OrdinalIgnoreCase)) is { } key
                && properties[key] is { Count: > 0 } values
                ? values[0]
                : null;

        string? Either(string? given, string stamp, string metadatum)
        {
            if (ValueOf(stamp) is not { } stamped || string.IsNullOrWhiteSpace(stamped))
            {
                return given;
            }

            if (!string.IsNullOrWhiteSpace(given) && given != stamped)
            {
                complain(ArtifactProblems.CoordinateTwice(stamp, stamped, metadatum, given!, artifact));
            }

            return stamped;
        }
    }
}
