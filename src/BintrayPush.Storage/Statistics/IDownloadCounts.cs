namespace BintrayPush.Storage.Statistics;

/// <summary>Downloads that servers count, as they are written down (docs/store.md, "Downloads that are counted").</summary>
public interface IDownloadCounts
{
    /// <summary>Adds downloads of a package to those that are written down; of a package that is gone, nothing.</summary>
    /// <param name="package">The package.</param>
    /// <param name="batch">What was counted. It may be sent again if it is not known whether it was added.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">503: the store could not be read or written; it may have happened or not.</exception>
    Task AddAsync(PackageAddress package, DownloadBatch batch, CancellationToken cancellation);

    /// <summary>How often the files of a package were downloaded: one record is read, whatever is in the package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">404: there is no such package. 503: the store cannot be read.</exception>
    Task<PackageDownloads> ReadAsync(PackageAddress package, CancellationToken cancellation);
}
