using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Archives;

/// <summary>Counts what comes out of an archive, and refuses what is more than it may hold.</summary>
/// <param name="limits">What it may hold.</param>
/// <param name="archiveBytes">Its own size.</param>
public sealed class ArchiveBudget(ArchiveLimits limits, long archiveBytes)
{
    private readonly long _bytes = Math.Min(
        limits.Bytes,
        Math.Max(limits.FreeBytes, archiveBytes > long.MaxValue / limits.Ratio ? long.MaxValue : archiveBytes * limits.Ratio));

    private int _entries;
    private long _taken;

    /// <summary>How many entries there may be.</summary>
    public int MaxEntries => limits.Entries;

    /// <summary>Counts entries, folders too.</summary>
    /// <exception cref="BintrayException">400: there are more than there may be.</exception>
    public void CountEntries(int entries)
    {
        _entries += entries;
        if (_entries > MaxEntries)
        {
            throw StoreRefusal.BadRequest($"the archive holds more than {MaxEntries} files");
        }
    }

    /// <summary>Counts bytes.</summary>
    /// <exception cref="BintrayException">400: there are more than there may be.</exception>
    public void CountBytes(long bytes)
    {
        // No size that an archive announces overflows this sum.
        _taken = bytes > long.MaxValue - _taken ? long.MaxValue : _taken + bytes;
        if (_taken > _bytes)
        {
            throw StoreRefusal.BadRequest($"the archive holds more than {_bytes} bytes, which is more than one of its size may");
        }
    }

    /// <summary>The same limit to the number of files where the bytes are counted further out.</summary>
    public ArchiveBudget OfEntries() => new(limits with { Bytes = long.MaxValue, FreeBytes = long.MaxValue }, archiveBytes);
}
