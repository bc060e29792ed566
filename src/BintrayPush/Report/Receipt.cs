using BintrayPush.Artifacts;
using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Messages;

namespace BintrayPush.Report;

/// <summary>What became of an artifact.</summary>
public enum Outcome
{
    /// <summary>It was sent.</summary>
    Uploaded,

    /// <summary>The service had it already; nothing was sent.</summary>
    Unchanged,

    /// <summary>It was sent in place of a published file with other content.</summary>
    Replaced,

    /// <summary>It was left out because a coordinate is missing.</summary>
    Skipped,

    /// <summary>It did not arrive.</summary>
    Failed,
}

/// <summary>What a push did, file by file. It is true also after a failure.</summary>
public sealed record Receipt
{
    /// <summary>The project that was pushed; <see langword="null"/> if it was none.</summary>
    public string? Project { get; init; }

    /// <summary>Where it was pushed to.</summary>
    public required string Destination { get; init; }

    /// <summary>Where the published files are found if all went to one repository, otherwise the destination.</summary>
    public required string Place { get; init; }

    /// <summary>When the push began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Where that time went; <see langword="null"/> if that was not asked for.</summary>
    public PushTimings? Timings { get; init; }

    /// <summary>Whether everything that was planned is done. After a failure it lists what did arrive.</summary>
    public required bool Complete { get; init; }

    /// <summary>Whether somebody ended it before it was through.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The leg of a release that the push was to stage; <see langword="null"/> for an ordinary push.</summary>
    public PushedLeg? Leg { get; init; }

    /// <summary>How it ended.</summary>
    public PushState State =>
        Complete && Problems.All(problem => problem.Severity != Severity.Error) ? PushState.Done
        : Cancelled ? PushState.Cancelled
        : Files.Count == 0 ? PushState.Refused
        : PushState.Failed;

    /// <summary>The static feeds that show what was pushed.</summary>
    public IReadOnlyList<WrittenFeed> Feeds { get; init; } = [];

    /// <summary>The files, in the order of the artifacts.</summary>
    public required IReadOnlyList<PushedFile> Files { get; init; }

    /// <summary>Warnings and errors of planning and pushing.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }
}

/// <summary>A leg that a push was to stage.</summary>
/// <param name="Subject">Whose release it is.</param>
/// <param name="Release">The id of the release.</param>
/// <param name="Name">What the leg is called.</param>
/// <param name="Legs">All legs of the release that are staged by then, with this one; none if it could not be staged.</param>
public sealed record PushedLeg(string Subject, string Release, string Name, IReadOnlyList<string> Legs)
{
    /// <summary>Where the plain files will be read from, if static feeds are to show the release once it is sealed.</summary>
    public ServiceUrl? StaticFeed { get; init; }

    /// <summary>The feeds from which what is staged can be restored by those who may see it, until the release is public.</summary>
    public IReadOnlyList<string> StagedFeeds { get; init; } = [];

    /// <summary>Whether it is staged: all of it has arrived, and is public once the release is sealed.</summary>
    public bool IsStaged => Legs.Count > 0;
}

/// <summary>What became of one artifact.</summary>
public sealed record PushedFile
{
    /// <summary>The artifact.</summary>
    public required Artifact Artifact { get; init; }

    /// <summary>Its final coordinates; incomplete if it was skipped.</summary>
    public required GivenCoordinates Coordinates { get; init; }

    /// <summary>What became of it.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Whether everybody can read it now.</summary>
    public bool Published { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-1 of the content on the service, lower-case hexadecimal.</summary>
    public string? Sha1 { get; init; }

    /// <summary>SHA-256 of the content on the service, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// What the service unpacked it into, if it is an archive that was to be unpacked; empty where only the service knows.
    /// <see langword="null"/> for a file that is there as itself.
    /// </summary>
    public IReadOnlyList<PlacedContent>? Unpacked { get; init; }

    /// <summary>
    /// Where it is read from once it is published; <see langword="null"/> if it did not arrive, or only the service itself shows it.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>When it was sent (<c>bintray.upload.time</c>); <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? UploadTime { get; init; }
}
