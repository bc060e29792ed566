using BintrayPush.Compare;

namespace BintrayPush.Transfer;

/// <summary>
/// What is sent in one call: a file by itself, or many small ones of a version together, where the service takes them so.
/// </summary>
internal static class Batches
{
    /// <summary>Fewer are not worth it: a file by itself has its own answer.</summary>
    private const int Fewest = 4;

    private const int Most = 64;

    /// <summary>All of a tar: what is sent again when a call fails, and so much that a server can keep it in memory.</summary>
    private const long MostBytes = (1 << 20) - (4 << 10);

    /// <summary>The most that a tar adds to a file whose name is short: a header, and what fills the last block.</summary>
    private const long Envelope = 1 << 10;

    /// <summary>Some for each place, so that all are done at about the same time.</summary>
    private const int ForEachPlace = 4;

    /// <summary>Every file by itself.</summary>
    public static IEnumerable<IReadOnlyList<Parcel>> Single(IEnumerable<Parcel> parcels) =>
        parcels.Select(parcel => (IReadOnlyList<Parcel>)[parcel]);

    /// <summary>Small files together. Each batch is of one version.</summary>
    /// <param name="parcels">What there is to bring.</param>
    /// <param name="places">How many calls are made at one time.</param>
    public static IEnumerable<IReadOnlyList<Parcel>> Bundled(IReadOnlyList<Parcel> parcels, int places)
    {
        var small = parcels.Where(IsSmallAndNew).ToList();
        var count = Math.Min(Most, small.Count / (places * ForEachPlace));
        return count < Fewest
            ? Single(parcels)
            : Single(parcels.Where(parcel => !IsSmallAndNew(parcel)))
                .Concat(small.GroupBy(parcel => parcel.Delivery.File.Version).SelectMany(version => Cut(version, count)));
    }

    /// <summary>What stands there already is compared, or replaced, by itself.</summary>
    private static bool IsSmallAndNew(Parcel parcel) =>
        parcel.Delivery.File is { Explode: false, Artifact: { Debian: null, Size: <= LocalFile.LargestInMemory } }
            && !parcel.Known.Holds(parcel.Delivery.File.Path);

    private static IEnumerable<IReadOnlyList<Parcel>> Cut(IEnumerable<Parcel> parcels, int most)
    {
        var batch = new List<Parcel>();
        var bytes = 0L;
        foreach (var parcel in parcels)
        {
            if (batch.Count == most || (batch.Count > 0 && bytes + parcel.Size + Envelope > MostBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(parcel);
            bytes += parcel.Size + Envelope;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}

/// <summary>A file to bring, with what the service has in its version.</summary>
/// <param name="Index">Which one it is of all.</param>
/// <param name="Delivery">The file.</param>
/// <param name="Known">What the service has.</param>
internal sealed record Parcel(int Index, Delivery Delivery, KnownFiles Known)
{
    /// <summary>Bytes, as planned.</summary>
    public long Size => Delivery.File.Artifact.Size ?? 0;
}
