using BintrayPush.Compare;
using BintrayPush.Planning;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>The deliveries of one version, and what the service last said it holds of it.</summary>
/// <param name="version">The version as it was planned.</param>
internal sealed class VersionPush(PlannedVersion version)
{
    public VersionAddress Address => version.Address;

    public IReadOnlyList<FilePush> Files { get; } = [.. version.Files.Select(file => new FilePush(file))];

    /// <summary>What was there to be pushed.</summary>
    public IEnumerable<FilePush> Artifacts => Files.Where(file => !file.File.IsChecksums);

    /// <summary>What the push makes of it.</summary>
    public IEnumerable<FilePush> Checksums => Files.Where(file => file.File.IsChecksums);

    public KnownFiles? Known { get; set; }

    public bool HasNewSignatures { get; set; }

    /// <summary>Whether the service has accepted to publish it, in its own time.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Whether there is something of it that not everybody can read yet.</summary>
    public bool NeedsPublish => HasNewSignatures || Files.Any(filePush => !filePush.Published);

    /// <summary>
    /// Exactly what is to become public: what was delivered, with its signatures. <see langword="null"/>, for whatever is pending,
    /// where only the service knows what an archive became.
    /// </summary>
    public IReadOnlyList<ExpectedFile>? Expected
    {
        get
        {
            if (Files.Any(filePush => filePush.Placed.Count == 0))
            {
                return null;
            }

            // Two archives may hold the same file.
            var files = Files.SelectMany(filePush => filePush.Placed)
                .GroupBy(placed => placed.Path)
                .Select(same => new ExpectedFile(same.Key, same.Last().Content.Sha256))
                .ToList();
            return HasNewSignatures
                ? [.. files, .. Signatures.Waiting(Known!, files).Where(made => files.All(file => !file.Path.Equals(made.Path)))] : files;
        }
    }

    /// <summary>Takes note of what everybody can see of it, file by file.</summary>
    /// <param name="seen">A list of what is public.</param>
    /// <returns>What cannot be seen yet.</returns>
    public IReadOnlyList<RepositoryPath> MarkPublished(KnownFiles seen)
    {
        foreach (var filePush in Files.Where(
            filePush => filePush.Placed.Count > 0 && filePush.Placed.All(placed => placed.IsPublished(seen))))
        {
            filePush.MarkPublished();
        }

        var missing = Files.SelectMany(filePush => filePush.Placed).Where(placed => !placed.IsPublished(seen))
            .Select(placed => placed.Path);
        var waiting = Waiting().Where(
            file =>
                seen.Published(file.Path) is not { } other || other.Size != file.Size || other.Sha1 != file.Sha1).Select(file => file.Path);
        return [.. missing.Concat(waiting).Distinct()];
    }

    /// <summary>
    /// What is to become public beside the deliveries themselves: signatures, and all that waits where only the service knows what an
    /// archive became.
    /// </summary>
    private IEnumerable<RepositoryFile> Waiting() =>
        Files.Any(filePush => filePush.Placed.Count == 0) ? Known!.Waiting
        : HasNewSignatures
            ? Files.SelectMany(filePush => filePush.Placed).Select(placed => Signatures.PathOf(placed.Path)).OfType<RepositoryPath>()
                .Select(Known!.Pending).OfType<RepositoryFile>()
        : [];

    public void MarkPublished()
    {
        foreach (var filePush in Files)
        {
            filePush.MarkPublished();
        }
    }
}
