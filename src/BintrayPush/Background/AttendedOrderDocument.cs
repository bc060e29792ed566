namespace BintrayPush.Background;

/// <summary>An order as it stands in its line: a push or a reading back.</summary>
internal sealed record AttendedOrderDocument(
    int Version, BackgroundPushDocument? Push, bool IsDry, string? JournalFile, AttendedOrderDocument.VerifyEntry? Verify)
{
    public static AttendedOrderDocument Of(AttendedOrder order) => order switch
    {
        AttendedOrder.Push push => new(
            AttendedLines.Version, BackgroundPushDocument.Of(push.What), push.IsDry, push.JournalFile, Verify: null),
        AttendedOrder.Verify verify => new(
            AttendedLines.Version, Push: null, IsDry: true, JournalFile: null,
            new(verify.ReceiptFile, verify.Place, verify.Name, verify.MaxParallelUploads, verify.RetryCount)),
        _ => throw new InvalidOperationException("There is no third order."),
    };

    /// <exception cref="FormatException">It is not whole, or of another version of the program.</exception>
    public AttendedOrder ToOrder() => this switch
    {
        { Version: not AttendedLines.Version } => throw new FormatException("it is not of a version that this program knows"),
        { Push: { SchemaVersion: BackgroundPushFile.SchemaVersion, IsWhole: true }, Verify: null } =>
            new AttendedOrder.Push(Push.ToPush(), IsDry, JournalFile),
        { Push: null, Verify: { ReceiptFile: not null, Place: not null, Name: not null, MaxParallelUploads: > 0, RetryCount: >= 0 } } =>
            new AttendedOrder.Verify(Verify.ReceiptFile, Verify.Place, Verify.Name, Verify.MaxParallelUploads, Verify.RetryCount),
        _ => throw new FormatException("it is not whole"),
    };

    internal sealed record VerifyEntry(string ReceiptFile, string Place, string Name, int MaxParallelUploads, int RetryCount);
}
