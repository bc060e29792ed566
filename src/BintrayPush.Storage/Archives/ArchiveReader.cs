#if NET
using System.Formats.Tar;
#endif
using System.IO.Compression;
using System.Text;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>
/// Reads the files of a zip or tar archive, of a tar inside a gz or bz2, or the one file of a plain gz or bz2; they are told apart by their
/// first bytes, not by their names (protocol reference 8.3). .NET Framework reads no tar.
/// </summary>
/// <param name="limits">What an archive may hold.</param>
/// <param name="openBzip2">
/// Opens a stream of what is compressed in a bz2, which .NET does not read by itself; disposing that leaves the archive open. Without it
/// such archives are refused.
/// </param>
public sealed class ArchiveReader(ArchiveLimits limits, Func<Stream, Stream>? openBzip2 = null)
{
    private const int BufferSize = 1 << 17;
    private const int TarMagicAt = 257;
    private static readonly byte[] TarMagic = Encoding.ASCII.GetBytes("ustar");

    /// <summary>A reader with the limits of who sets none.</summary>
    public static ArchiveReader Default { get; } = new(new ArchiveLimits());

    /// <summary>Hands over the files, one after the other. An archive holds folders too; those are passed over.</summary>
    /// <param name="archive">The archive; it is read from its beginning.</param>
    /// <param name="take">Gets each file. Its content can be read until the task ends.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">
    /// 400: it is no archive, holds what is no file, or more than it may.
    /// </exception>
    public async Task ReadAsync(Stream archive, Func<ArchiveEntry, Task> take, CancellationToken cancellation)
    {
        archive.Position = 0;
        var head = new byte[TarMagicAt + TarMagic.Length];
        var length = await Filling.FillAsync(archive, head, cancellation).ConfigureAwait(false);
        archive.Position = 0;
        var budget = new ArchiveBudget(limits, archive.Length);
        await (IsZip(head, length) ? ReadZipAsync(archive, budget, take, cancellation)
            : length >= 2 && head[0] == 0x1f && head[1] == 0x8b ? ReadCompressedAsync(archive, OpenGzip, budget, take, cancellation)
            : IsBzip2(head, length) && openBzip2 is not null ? ReadCompressedAsync(archive, openBzip2, budget, take, cancellation)
            : IsTar(head, length) ? ReadTarAsync(archive, budget, take, cancellation)
            : throw StoreRefusal.BadRequest($"this is no archive that can be exploded: {Formats} can")).ConfigureAwait(false);
    }

    /// <summary>Whether an archive that begins so is a plain tar.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="length">How many of them there are.</param>
    internal static bool IsTar(byte[] start, int length) =>
        length >= TarMagicAt + TarMagic.Length && start.Skip(TarMagicAt).Take(TarMagic.Length).SequenceEqual(TarMagic);

    private static bool IsZip(byte[] start, int length) =>
        length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] is 3 or 5 && start[3] is 4 or 6;

#if NET
    private string Formats => openBzip2 is null ? "zip, tar, tar.gz, tgz and gz" : "zip, tar, tar.gz, tgz, tar.bz2, tbz2, gz and bz2";
#else
    private string Formats => openBzip2 is null ? "zip and gz" : "zip, gz and bz2";
#endif

    private static async Task ReadZipAsync(
        Stream archive, ArchiveBudget budget, Func<ArchiveEntry, Task> take, CancellationToken cancellation)
    {
#if NET
        ZipDirectory.RequireBounded(archive, budget.MaxEntries);
#endif
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        budget.CountEntries(zip.Entries.Count);
        foreach (var entry in ZipEntries.FilesOf(zip))
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = entry.Open();
            await take(new ArchiveEntry(entry.FullName, entry.Length, Checked(entry, content, budget))).ConfigureAwait(false);
        }
    }

    private static CheckedStream Checked(ZipArchiveEntry entry, Stream content, ArchiveBudget budget) =>
#if NET
        new(new BudgetedStream(content, budget), entry.Length, entry.Crc32);
#else
        new(new BudgetedStream(content, budget), entry.Length);
#endif

#if NET
    private static async Task ReadTarAsync(
        Stream tar, ArchiveBudget budget, Func<ArchiveEntry, Task> take, CancellationToken cancellation)
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
                    var content = new BudgetedStream(entry.DataStream ?? Stream.Null, budget);
                    await take(new ArchiveEntry(entry.Name, entry.Length, content)).ConfigureAwait(false);
                    break;
                default:
                    throw StoreRefusal.BadRequest($"the archive holds '{entry.Name}', which is neither a file nor a folder");
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

#else
    private static Task ReadTarAsync(
        Stream tar, ArchiveBudget budget, Func<ArchiveEntry, Task> take, CancellationToken cancellation) =>
        throw StoreRefusal.BadRequest("this is a tar, which .NET Framework does not read: pack a zip, or push with 'dotnet'");
#endif

    private static bool IsBzip2(byte[] start, int length) =>
        length >= 4 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h' && start[3] is >= (byte)'1' and <= (byte)'9';

    private static Stream OpenGzip(Stream archive) => new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);

    /// <param name="archive">The archive.</param>
    /// <param name="open">Opens a stream of what is compressed in it; disposing that leaves the archive open.</param>
    /// <param name="budget">What it may hold.</param>
    /// <param name="take">Gets each file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    private static async Task ReadCompressedAsync(
        Stream archive,
        Func<Stream, Stream> open,
        ArchiveBudget budget,
        Func<ArchiveEntry, Task> take,
        CancellationToken cancellation)
    {
        if (await HoldsTarAsync(archive, open, cancellation).ConfigureAwait(false))
        {
            using var tar = new BudgetedStream(open(archive), budget);
            await ReadTarAsync(tar, budget.OfEntries(), take, cancellation).ConfigureAwait(false);
            // The tar may end before what it is compressed in, and only the end of that tells whether everything before it was whole.
            await tar.CopyToAsync(Stream.Null, BufferSize, cancellation).ConfigureAwait(false);
            return;
        }

        budget.CountEntries(1);
        using var content = open(archive);
        await take(new ArchiveEntry(null, null, new BudgetedStream(content, budget))).ConfigureAwait(false);
    }

    private static async Task<bool> HoldsTarAsync(Stream archive, Func<Stream, Stream> open, CancellationToken cancellation)
    {
        using var content = open(archive);
        var head = new byte[TarMagicAt + TarMagic.Length];
        var length = await Filling.FillAsync(content, head, cancellation).ConfigureAwait(false);
        archive.Position = 0;
        return IsTar(head, length);
    }
}
