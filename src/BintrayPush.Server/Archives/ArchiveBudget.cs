using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;

namespace BintrayPush.Server.Archives;

/// <summary>Counts what comes out of an archive while it comes out; nothing that the archive says about itself is believed.</summary>
internal sealed class ArchiveBudget(ArchiveLimits limits, long archiveBytes)
{
    private readonly long _bytes = Math.Min(
        limits.Bytes,
        Math.Max(limits.FreeBytes, archiveBytes > long.MaxValue / limits.Ratio ? long.MaxValue : archiveBytes * limits.Ratio));

    private int _entries;
    private long _taken;

    public void CountEntries(int entries)
    {
        _entries += entries;
        if (_entries > limits.Entries)
        {
            throw Refusal.BadRequest($"the archive holds more than {limits.Entries} files");
        }
    }

    public void CountBytes(int bytes)
    {
        _taken += bytes;
        if (_taken > _bytes)
        {
            throw Refusal.BadRequest($"the archive holds more than {_bytes} bytes, which is more than one of its size may");
        }
    }

    /// <summary>The same limit to the number of files where the bytes are counted further out.</summary>
    public ArchiveBudget OfEntries() => new(limits with { Bytes = long.MaxValue, FreeBytes = long.MaxValue }, archiveBytes);
}
