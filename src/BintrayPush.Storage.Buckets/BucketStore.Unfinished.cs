using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <content>Uploads that were cut off.</content>
public abstract partial class BucketStore : IUnfinishedContents
{
    private KeptUploads Kept => new(this);

    /// <inheritdoc/>
    Task<long> IUnfinishedContents.FindAsync(UnfinishedName name, CancellationToken cancellation) => Kept.FindAsync(name, cancellation);

    /// <inheritdoc/>
    Task<IUnfinishedContent?> IUnfinishedContents.HoldAsync(UnfinishedName name, bool wait, CancellationToken cancellation) =>
        Kept.HoldAsync(name, wait, cancellation);
}
