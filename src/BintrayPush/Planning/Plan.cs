using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Planning;

/// <summary>Everything a push will do, decided before the first write: pure data.</summary>
public sealed record Plan
{
    /// <summary>The request it was made from.</summary>
    public required PushSettings Settings { get; init; }

    /// <summary>The files, grouped by version, in the order in which the versions first appear.</summary>
    public required IReadOnlyList<PlannedVersion> Versions { get; init; }

    /// <summary>Artifacts that are left out because a coordinate is missing (semantics reference 1.4).</summary>
    public required IReadOnlyList<SkippedArtifact> Skipped { get; init; }

    /// <summary>Everything that is wrong, all at once. A plan with an error is not carried out.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Whether it may be carried out.</summary>
    public bool IsSound => Problems.All(problem => problem.Severity != Severity.Error);
}

/// <summary>A version and the files that go into it.</summary>
/// <param name="Address">The version.</param>
/// <param name="Files">The files, in the order of the artifacts.</param>
public sealed record PlannedVersion(VersionAddress Address, IReadOnlyList<PlannedFile> Files);

/// <summary>A file and where it goes.</summary>
/// <param name="Artifact">The local file.</param>
/// <param name="Version">The version it goes into.</param>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Override">Whether it may replace a published file.</param>
public sealed record PlannedFile(Artifact Artifact, VersionAddress Version, RepositoryPath Path, bool Override)
{
    /// <summary>The file as the service knows it.</summary>
    public FileAddress Address => new(Version.Repository, Path);

    /// <summary>Whether the service unpacks it, into <see cref="Folder"/>.</summary>
    public bool Explode { get; init; }

    /// <summary>Whether the path is a folder to unpack into, by a slash at its end, whatever it is called.</summary>
    public bool IntoFolder { get; init; }

    /// <summary>Whether the push itself makes it, of all others of its version.</summary>
    public bool IsChecksums { get; init; }

    /// <summary>Where it is unpacked; <see langword="null"/> for the root of the repository.</summary>
    public RepositoryPath? Folder => UnpackFolder.Of(Path, IntoFolder);

    /// <summary>Whether nothing will be found under its own path: it is unpacked beside it.</summary>
    internal bool LeavesNoFile => Explode && !Path.Equals(Folder);
}

/// <summary>An artifact that is left out.</summary>
/// <param name="Artifact">The local file.</param>
/// <param name="Coordinates">What is known of its coordinates.</param>
public sealed record SkippedArtifact(Artifact Artifact, GivenCoordinates Coordinates);
