namespace BintrayPush.Storage.Archives;

/// <summary>A stream out of an archive that counts against the budget.</summary>
internal sealed class BudgetedStream(Stream inner, ArchiveBudget budget) : ForwardStream
{
    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
#endif

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        budget.CountBytes(read);
        return read;
    }
}
