#if NET
using System.Formats.Tar;
using System.IO.Compression;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>
/// Reads the files of a zip or tar archive, of a tar inside a gz or bz2, or the one file of a plain gz or bz2; they are told apart by their
/// first bytes, not by their names (protocol reference 8.3).
/// </summary>
/// <param name="limits">What an archive may hold.</param>
/// <param name="openBzip2">
/// Opens a stream of what is compressed in a bz2, which .NET does not read by itself; disposing that leaves the archive open. Without it
/// such archives are refused.
/// </param>
public sealed class ArchiveReader(ArchiveLimits limits, Func<Stream, Stream>? openBzip2 = null)
{
    private const int TarMagicAt = 257;
    private static readonly byte[] TarMagic = "ustar"u8.ToArray();

    /// <summary>The files, one after the other. An archive holds folders too; those are passed over.</summary>
    /// <param name="archive">The archive; it is read from its beginning.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">
    /// 400: it is no archive, holds what is no file, or more than it may.
    /// </exception>
    public IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream archive, CancellationToken cancellation)
    {
        archive.Position = 0;
        var head = new byte[TarMagicAt + TarMagic.Length];
        var length = archive.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        archive.Position = 0;
        var budget = new ArchiveBudget(limits, archive.Length);
        return head.AsSpan(0, length) switch
        {
            [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] => ReadZipAsync(archive, limits, budget, cancellation),
            [0x1f, 0x8b, ..] => ReadCompressedAsync(archive, OpenGzip, budget, cancellation),
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] when openBzip2 is not null =>
                ReadCompressedAsync(archive, openBzip2, budget, cancellation),
            var start when IsTar(start) => ReadTarAsync(archive, budget, cancellation),
            _ => throw StoreRefusal.BadRequest($"this is no archive that can be exploded: {Formats} can"),
        };
    }

    /// <summary>Whether an archive that begins so is a plain tar.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start) =>
        start.Length >= TarMagicAt + TarMagic.Length && start[TarMagicAt..].StartsWith(TarMagic);

    private string Formats => openBzip2 is null ? "zip, tar, tar.gz, tgz and gz" : "zip, tar, tar.gz, tgz, tar.bz2, tbz2, gz and bz2";

    private static async IAsyncEnumerable<ArchiveEntry> ReadZipAsync(
        Stream archive,
        ArchiveLimits limits,
        ArchiveBudget budget,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        ZipDirectory.RequireBounded(archive, limits.Entries);
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        budget.CountEntries(zip.Entries.Count);
        foreach (var entry in ZipEntries.FilesOf(zip))
        {
            cancellation.ThrowIfCancellationRequested();
            // It reads a few bytes of what is in memory or in a file of this machine; only the iterator must await something.
            using var content = await Task.FromResult(entry.Open()).ConfigureAwait(false);
            yield return new ArchiveEntry(
                entry.FullName, entry.Length, new CheckedStream(new BudgetedStream(content, budget), entry.Crc32, entry.Length));
        }
    }

    private static async IAsyncEnumerable<ArchiveEntry> ReadTarAsync(
        Stream tar, ArchiveBudget budget, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new TarReader(tar, leaveOpen: true);
        while (await NextAsync(reader, cancellation).ConfigureAwait(false) is { } entry)
        {
            budget.CountEntries(1);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory or TarEntryType.DirectoryList or TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    yield return new ArchiveEntry(entry.Name, entry.Length, new BudgetedStream(entry.DataStream ?? Stream.Null, budget));
                    break;
                default:
                    throw NoFile(entry.Name);
            }
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is InvalidOperationException or OutOfMemoryException or ArgumentOutOfRangeException)
        {
            // What .NET says to a header that announces gigabytes of attributes: room for them is asked for before any of them is read, or
            // they are passed over and end beyond what memory can hold.
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    private static Stream OpenGzip(Stream archive) => new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);

    /// <param name="archive">The archive.</param>
    /// <param name="open">Opens a stream of what is compressed in it; disposing that leaves the archive open.</param>
    /// <param name="budget">What it may hold.</param>
    private static async IAsyncEnumerable<ArchiveEntry> ReadCompressedAsync(
        Stream archive,
        Func<Stream, Stream> open,
        ArchiveBudget budget,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await HoldsTarAsync(archive, open, cancellation).ConfigureAwait(false))
        {
            using var tar = new BudgetedStream(open(archive), budget);
            await foreach (var entry in ReadTarAsync(tar, budget.OfEntries(), cancellation).ConfigureAwait(false))
            {
                yield return entry;
            }

            // The tar may end before what it is compressed in, and only the end of that tells whether everything before it was whole.
            await tar.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            yield break;
        }

        budget.CountEntries(1);
        using var content = open(archive);
        yield return new ArchiveEntry(null, null, new BudgetedStream(content, budget));
    }

    private static async Task<bool> HoldsTarAsync(Stream archive, Func<Stream, Stream> open, CancellationToken cancellation)
    {
        using var content = open(archive);
        var head = new byte[TarMagicAt + TarMagic.Length];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        archive.Position = 0;
        return IsTar(head.AsSpan(0, length));
    }

    private static BintrayPush.Api.Failures.BintrayException NoFile(string name) =>
        StoreRefusal.BadRequest($"the archive holds '{name}', which is neither a file nor a folder");
}
#endif
