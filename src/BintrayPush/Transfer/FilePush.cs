using BintrayPush.Artifacts;
using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Planning;
using BintrayPush.Report;

namespace BintrayPush.Transfer;

/// <summary>A planned file on its way: what is known of it so far. One step at a time writes to it.</summary>
/// <param name="file">The file as it was planned.</param>
internal sealed class FilePush(PlannedFile file)
{
    /// <summary>The file as it was planned.</summary>
    public PlannedFile File { get; private set; } = file;

    /// <summary>What became of it; <see cref="Outcome.Failed"/> until something better is known.</summary>
    public Outcome Outcome { get; private set; } = Outcome.Failed;

    /// <summary>Hashes of the local file; <see langword="null"/> until it was read.</summary>
    public ContentHashes? Hashes { get; private set; }

    /// <summary>What the service is to hold of it: itself, or what it is unpacked into. Empty where only the service can tell.</summary>
    public IReadOnlyList<PlacedContent> Placed { get; private set; } = [];

    /// <summary>Whether everybody can read exactly this content now.</summary>
    public bool Published { get; private set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? UploadTime { get; private set; }

    /// <summary>Whether the service holds it.</summary>
    public bool Arrived => Outcome != Outcome.Failed;

    /// <summary>Whether this push sent its bytes.</summary>
    public bool Sent => UploadTime is not null;

    /// <summary>Whether an answer was lost, so that it is not known whether the file arrived.</summary>
    public bool IsUncertain { get; private set; }

    public void MarkUnchanged(ContentHashes hashes, bool published, IReadOnlyList<PlacedContent> placed)
    {
        Outcome = Outcome.Unchanged;
        Hashes = hashes;
        Placed = placed;
        Published = published;
    }

    public void MarkSent(ContentHashes hashes, bool replaces, DateTimeOffset time, IReadOnlyList<PlacedContent> placed)
    {
        Outcome = replaces ? Outcome.Replaced : Outcome.Uploaded;
        Hashes = hashes;
        Placed = placed;
        UploadTime = time;
    }

    /// <summary>The service has listed it.</summary>
    public void MarkListed(KnownFiles known) => Hashes = Hashes is null ? null : known.Complete(File.Path, Hashes);

    /// <summary>What is published in its place, if that is why it failed.</summary>
    public Verdict.Taken? Conflict { get; private set; }

    public void MarkConflict(Verdict.Taken conflict)
    {
        Outcome = Outcome.Failed;
        Conflict = conflict;
    }

    /// <summary>It was made, by this push.</summary>
    public void MarkWritten(long size) => File = File with { Artifact = File.Artifact with { Size = size } };

    public void MarkUncertain() => IsUncertain = true;

    public void Failed() => Outcome = Outcome.Failed;

    public void MarkPublished() => Published = true;

    public PushedFile ToPushedFile(Destination destination, RepositoryDetails repository) => new()
    {
        Artifact = File.Artifact,
        Coordinates = new GivenCoordinates(
            File.Version.Repository.ToString(), File.Version.Package.Name, File.Version.Name, File.Path.Value),
        Outcome = Outcome,
        Published = Published,
        Size = Hashes?.Size ?? File.Artifact.Size,
        Sha1 = Arrived ? Hashes?.Sha1 : null,
        Sha256 = Arrived ? Hashes?.Sha256 : null,
        Unpacked = Arrived && File.Explode ? Placed : null,
        Url = Arrived ? Locate(destination, repository) : null,
        UploadTime = Arrived ? UploadTime : null,
    };

    /// <summary>Of an archive that was unpacked the folder: there is no file of its name.</summary>
    private string? Locate(Destination destination, RepositoryDetails repository) => !File.Explode
        ? destination.Locate(File.Address, repository)
        : File.Folder is { } folder
            ? destination.Locate(new FileAddress(File.Version.Repository, folder), repository)
            : destination.LocateRepository(File.Version.Repository, repository);
}
