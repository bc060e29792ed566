using System.IO.Compression;

namespace BintrayPush.Packages;

/// <summary>What is different in two packages of one id and version.</summary>
public static class PackageDifferences
{
    /// <summary>The names of the entries that only one has, or that are not the same in both, in their order.</summary>
    /// <param name="one">A package. It can seek.</param>
    /// <param name="other">The other one.</param>
    /// <param name="limits">What a package may hold.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>None if only how they are packed differs.</returns>
    /// <exception cref="InvalidDataException">One of them is damaged.</exception>
    public static async Task<IReadOnlyList<string>> BetweenAsync(
        Stream one, Stream other, PackageLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var first = PackageZip.Open(one, limits);
        using var second = PackageZip.Open(other, limits);
        var theirs = second.Entries.ToDictionary(entry => entry.FullName);
        var different = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in first.Entries)
        {
            if (!theirs.Remove(entry.FullName, out var same) || !await AreEqualAsync(entry, same, cancellation).ConfigureAwait(false))
            {
                different.Add(entry.FullName);
            }
        }

        different.UnionWith(theirs.Keys);
        return [.. different];
    }

    private static async Task<bool> AreEqualAsync(ZipArchiveEntry one, ZipArchiveEntry other, CancellationToken cancellation)
    {
        if (one.Length != other.Length || one.Crc32 != other.Crc32)
        {
            return false;
        }

        await using var first = await one.OpenAsync(cancellation).ConfigureAwait(false);
        await using var second = await other.OpenAsync(cancellation).ConfigureAwait(false);
        var (left, right) = (new byte[1 << 16], new byte[1 << 16]);
        while (true)
        {
            var length = await first.ReadAtLeastAsync(left, left.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (await second.ReadAtLeastAsync(right, right.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) != length
                || !left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length)))
            {
                return false;
            }

            if (length < left.Length)
            {
                return true;
            }
        }
    }
}
