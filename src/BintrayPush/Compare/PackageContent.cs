using System.IO.Compression;

namespace BintrayPush.Compare;

/// <summary>
/// Compares two zip files by what is in them: the names of the entries, their bytes and whether they can be executed. Their order, times
/// and compression do not count, nor what a packer writes anew each time (<see cref="PackageParts"/>). Reads nothing twice, keeps nothing,
/// and trusts no size that a zip says of itself.
/// </summary>
internal static class PackageContent
{
    /// <summary>The largest file that is compared in this way; larger ones are the same only byte for byte.</summary>
    public const long LargestCompared = 256L << 20;

    private const long MostUnpacked = 2L << 30;
    private const int LargestDirectory = 16 << 20;
    private const int LargestPart = 1 << 20;
    private const int BufferSize = 1 << 16;

    /// <summary>Compares.</summary>
    /// <param name="here">The local file, seekable.</param>
    /// <param name="there">The published file, seekable.</param>
    /// <param name="isPackage">Whether they are NuGet packages, not just zip files.</param>
    /// <returns><see langword="null"/> if one of them is no zip that can be compared.</returns>
    public static async Task<ContentDifference?> CompareAsync(Stream here, Stream there, bool isPackage, CancellationToken cancellation)
    {
        if (!ZipEnd.HasDirectoryBelow(here, LargestDirectory) || !ZipEnd.HasDirectoryBelow(there, LargestDirectory))
        {
            return null;
        }

        try
        {
            using var ours = new ZipArchive(here, ZipArchiveMode.Read, leaveOpen: true);
            using var theirs = new ZipArchive(there, ZipArchiveMode.Read, leaveOpen: true);
            return ours.Entries.Sum(entry => (decimal)entry.Length) > MostUnpacked ? null
                : await CompareAsync(Counted(ours, isPackage), Counted(theirs, isPackage), isPackage, cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is InvalidDataException or NotSupportedException or IOException)
        {
            // Not every runtime calls damaged data by its name.
            return null;
        }
    }

    private static ILookup<string, ZipArchiveEntry> Counted(ZipArchive archive, bool isPackage) =>
        archive.Entries.Where(entry => !(isPackage && PackageParts.IsWrittenAnew(entry.FullName)))
            .ToLookup(entry => entry.FullName, StringComparer.Ordinal);

    private static async Task<ContentDifference> CompareAsync(
        ILookup<string, ZipArchiveEntry> ours, ILookup<string, ZipArchiveEntry> theirs, bool isPackage, CancellationToken cancellation)
    {
        var difference = new ContentDifference();
        foreach (
            var name in ours.Select(same => same.Key).Union(theirs.Select(same => same.Key)).OrderBy(name => name, StringComparer.Ordinal))
        {
            var here = ours[name].ToList();
            var there = theirs[name].ToList();
            if (here.Count > 1 || there.Count > 1)
            {
                difference.Add(name, here.Count > 1 ? "is twice in the one here" : "is twice in the published one");
            }
            else if (there.Count == 0 || here.Count == 0)
            {
                difference.Add(name, there.Count == 0 ? "only here" : "only there");
            }
            else if (ModeOf(here[0]) != ModeOf(there[0]))
            {
                difference.Add(name, "differs in whether it can be executed");
            }
            else if (isPackage && PackageParts.IsRead(name) && here[0].Length <= LargestPart && there[0].Length <= LargestPart)
            {
                var parts = (
                    await ReadAsync(here[0], cancellation).ConfigureAwait(false),
                    await ReadAsync(there[0], cancellation).ConfigureAwait(false));
                difference.Add(name, PackageParts.Compare(name, parts.Item1, parts.Item2));
            }
            else if (here[0].Length != there[0].Length || HaveOtherChecksums(here[0], there[0])
                || !await HaveSameBytesAsync(here[0], there[0], cancellation).ConfigureAwait(false))
            {
                difference.Add(name, "differs");
                if (IsCompiled(name) && !difference.HasConfigurations)
                {
                    difference.NoteConfigurations(BuildConfiguration.Of(here[0]), BuildConfiguration.Of(there[0]));
                }
            }
        }

        return difference;
    }

    private static bool IsCompiled(string name) =>
        name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can be executed, and whether it is a link, as Unix keeps them; times and other bits do not count.</summary>
    private static int ModeOf(ZipArchiveEntry entry)
    {
        const int Executable = 0x49; // --x--x--x
        const int Kind = 0xF000;
        const int RegularFile = 0x8000;
        var mode = entry.ExternalAttributes >> 16;
        return ((mode & Executable) == 0 ? 0 : 1) | ((mode & Kind) is var kind && kind == RegularFile ? 0 : kind);
    }

    /// <summary>An entry that is longer than it says is read as if it were not; others may read more of it.</summary>
    private static bool HaveOtherChecksums(ZipArchiveEntry here, ZipArchiveEntry there) =>
#if NET
        here.Crc32 != there.Crc32;
#else
        false;
#endif

    private static async Task<bool> HaveSameBytesAsync(ZipArchiveEntry here, ZipArchiveEntry there, CancellationToken cancellation)
    {
        using var ours = here.Open();
        using var theirs = there.Open();
        var mine = new byte[BufferSize];
        var other = new byte[BufferSize];
        for (var compared = 0L; ;)
        {
            var read = await FillAsync(ours, mine, cancellation).ConfigureAwait(false);
            if (read != await FillAsync(theirs, other, cancellation).ConfigureAwait(false)
                || !mine.AsSpan(0, read).SequenceEqual(other.AsSpan(0, read)))
            {
                return false;
            }

            compared += read;
            if (read < BufferSize)
            {
                return compared == here.Length;
            }

            if (compared > here.Length)
            {
                throw new InvalidDataException("An entry is longer than it says.");
            }
        }
    }

    private static async Task<byte[]> ReadAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length + 1];
        return await FillAsync(stream, bytes, cancellation).ConfigureAwait(false) == entry.Length
            ? bytes.AsSpan(0, (int)entry.Length).ToArray()
            : throw new InvalidDataException("An entry is not as long as it says.");
    }

    private static async Task<int> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellation)
    {
        var filled = 0;
        while (filled < buffer.Length
            && await stream.ReadAsync(buffer, filled, buffer.Length - filled, cancellation).ConfigureAwait(false) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }
}
