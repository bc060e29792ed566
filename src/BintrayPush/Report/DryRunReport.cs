using BintrayPush.Artifacts;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>What a push would do with a file.</summary>
public enum Intention
{
    /// <summary>Send it; there is nothing under its path.</summary>
    Add,

    /// <summary>Send it in place of other content.</summary>
    Replace,

    /// <summary>Publish what was sent before.</summary>
    Publish,

    /// <summary>Nothing: the same content is published.</summary>
    Same,

    /// <summary>Nothing: the same content waits, and is not to be published.</summary>
    Wait,

    /// <summary>Leave it out, because a coordinate is missing.</summary>
    Skip,

    /// <summary>Fail: other content is published, or the file cannot be read.</summary>
    Conflict,
}

/// <summary>What a push would do, found out without changing anything.</summary>
public sealed record DryRunReport
{
    /// <summary>Where it would be pushed to.</summary>
    public required string Destination { get; init; }

    /// <summary>When the service was asked.</summary>
    public required DateTimeOffset Asked { get; init; }

    /// <summary>What would change of repositories, packages and versions, in words, in order.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>The files, in the order of the artifacts.</summary>
    public required IReadOnlyList<DryRunFile> Files { get; init; }

    /// <summary>Warnings and errors.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Whether the push would succeed, if nothing changes until then.</summary>
    public bool WouldSucceed => Problems.All(problem => problem.Severity != Severity.Error);

    /// <summary>How many bytes would be sent.</summary>
    public long BytesToSend => Files.Where(file => file.Intention is Intention.Add or Intention.Replace)
        .Sum(file => file.Artifact.Size ?? 0);
}

/// <summary>What a push would do with one file.</summary>
/// <param name="Artifact">The local file.</param>
/// <param name="Coordinates">Where it would go.</param>
/// <param name="Intention">What would be done.</param>
public sealed record DryRunFile(Artifact Artifact, GivenCoordinates Coordinates, Intention Intention);
