using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Storage.Copying;

/// <summary>What a copy has done so far, and what it could not do; each finding is told once.</summary>
internal sealed class CopyReport(Action<StoreFinding> found)
{
    private readonly object _lock = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _contents;
    private long _bytes;
    private long _records;
    private int _findings;

    public CopyResult Result
    {
        get
        {
            lock (_lock)
            {
                return new CopyResult(_contents, _bytes, _records, _findings);
            }
        }
    }

    public long Writes => Interlocked.Read(ref _contents) + Interlocked.Read(ref _records);

    public void ContentCopied(long size)
    {
        Interlocked.Increment(ref _contents);
        Interlocked.Add(ref _bytes, size);
    }

    public void RecordCopied() => Interlocked.Increment(ref _records);

    /// <summary>The source has it damaged, or not at all.</summary>
    public void Damaged(string where, string what) => Tell(
        where, $"BTP4093: {what}", "run 'bintray-server fsck' on the source, do what it says, and copy again");

    /// <summary>The target has something of its own there.</summary>
    public void Kept(string where, string what) => Tell(
        where,
        $"BTP4094: {what}",
        "it is left as it is in the target; delete it there if the source's is wanted, or make the change in the source");

    private void Tell(string where, string what, string cure)
    {
        lock (_lock)
        {
            if (!_told.Add(where + "\n" + what))
            {
                return;
            }

            _findings++;
        }

        found(new StoreFinding(where, what, cure));
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Result.Contents} contents, {Result.Bytes} bytes, {Result.Records} records");
}
