using BintrayPush.Api;
using BintrayPush.Planning;

namespace BintrayPush.Pushing;

/// <summary>The deliveries of one version, and what the service last said it holds of it.</summary>
/// <param name="version">The version as it was planned.</param>
internal sealed class Shipment(PlannedVersion version)
{
    public VersionAddress Address => version.Address;

    public IReadOnlyList<Delivery> Deliveries { get; } = [.. version.Files.Select(file => new Delivery(file))];

    public KnownFiles? Known { get; set; }

    public bool HasNewSignatures { get; set; }

    /// <summary>Whether there is something of it that not everybody can read yet.</summary>
    public bool NeedsPublish => HasNewSignatures || Deliveries.Any(delivery => !delivery.Published);

    /// <summary>
    /// Exactly what is to become public: what was delivered, with its signatures. <see langword="null"/>, for whatever is pending,
    /// where only the service knows what an archive became.
    /// </summary>
    public IReadOnlyList<ExpectedFile>? Expected
    {
        get
        {
            if (Deliveries.Any(delivery => delivery.Placed.Count == 0))
            {
                return null;
            }

            // Two archives may hold the same file.
            var files = Deliveries.SelectMany(delivery => delivery.Placed)
                .GroupBy(placed => placed.Path)
                .Select(same => new ExpectedFile(same.Key, same.Last().Content.Sha256))
                .ToList();
            return HasNewSignatures ? [.. files, .. Signatures.Waiting(Known!, files)] : files;
        }
    }

    public void WasPublished()
    {
        foreach (var delivery in Deliveries)
        {
            delivery.WasPublished();
        }
    }
}
