using BintrayPush.Server.Settings;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;
using BintrayPush.Storage.Buckets;
using BintrayPush.Storage.Buckets.Caching;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>Opens what <c>--data</c> names: the one place that knows which kinds of store there are.</summary>
internal static class ServerStores
{
    /// <summary>Opens a store.</summary>
    /// <param name="data">Where the data are.</param>
    /// <param name="readOnly">Whether nothing is made or changed there.</param>
    /// <param name="options">What it is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <param name="cache">Where contents of a bucket are kept on this machine; <see langword="null"/> for nowhere.</param>
    /// <exception cref="BintrayException">503: the store cannot be read or written.</exception>
    public static async Task<IServerStore> OpenAsync(
        string data,
        bool readOnly,
        RepositoryOptions options,
        CancellationToken cancellation,
        ContentCache? cache = null) => (IsBucket(data), readOnly) switch
        {
            (true, true) => BucketServerStore.OpenForReading(data, Reading(options), () => Open(cache)),
            (true, false) => await BucketServerStore.OpenAsync(data, options, () => Open(cache), cancellation),
            (false, true) => FolderServerStore.OpenForReading(data, Reading(options)),
            (false, false) => await FolderServerStore.OpenAsync(data, options, cancellation),
        };

    /// <summary>Who only reads needs nothing of what is for writing.</summary>
    private static RepositoryOptions Reading(RepositoryOptions options) => new() { Measure = options.Measure };

    private static ContentFolder? Open(ContentCache? cache) => cache is null ? null : ContentFolder.Open(cache.Folder, cache.MaxBytes);

    /// <summary>Whether the data are in a bucket, and not in a folder.</summary>
    /// <param name="data">Where the data are.</param>
    public static bool IsBucket(string data) => BucketEngines.Has(data);

    /// <summary>To be asked where nothing is to be made. Whether a bucket is there shows when it is used.</summary>
    /// <param name="data">Where the data are.</param>
    public static bool IsThere(string data) => IsBucket(data) || Directory.Exists(data);

    /// <summary>The private files in a store, without the store itself.</summary>
    /// <param name="data">Where the data are.</param>
    public static IPrivateFiles PrivateFilesOf(string data) =>
        IsBucket(data) ? new BucketPrivateFiles(BucketEngines.OpenForReading(data)) : new PrivateFolder(data);

    /// <summary>The keys of the subjects in a store.</summary>
    /// <param name="data">Where the data are.</param>
    /// <param name="installation">Under what private keys are kept that have no passphrase.</param>
    /// <param name="time">The clock.</param>
    public static SubjectKeys KeysOf(string data, InstallationKey installation, TimeProvider time) =>
        new(new PrivateKeyFiles(PrivateFilesOf(data)), installation, time);

    /// <summary>How messages call a store.</summary>
    /// <param name="data">Where the data are.</param>
    public static string NameOf(string data) => IsBucket(data) ? BucketEngines.NameOf(data) : Path.GetFullPath(data);

    /// <summary>A store to copy from.</summary>
    /// <param name="data">Where the data are.</param>
    /// <exception cref="BintrayException">503: it is not there.</exception>
    public static CopyPlace CopyFrom(string data) => IsBucket(data)
        ? BucketCopy(data, BucketEngines.OpenForReading(data))
        : CopyPlace.ToRead(data);

    /// <summary>A store to copy to. What only servers know goes with it.</summary>
    /// <param name="data">Where the data are.</param>
    /// <param name="isDryRun">Whether nothing is written.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: it cannot be written.</exception>
    public static async Task<CopyPlace> CopyToAsync(string data, bool isDryRun, CancellationToken cancellation)
    {
        if (!IsBucket(data))
        {
            return await CopyPlace.ToWriteAsync(data, isDryRun, new PrivateFolder(data), cancellation);
        }

        // The probe also finds out how this engine wants its tags, so the store that was tried out is the one that writes.
        return BucketCopy(data, isDryRun ? BucketEngines.OpenForReading(data) : await BucketEngines.OpenAsync(data, cancellation));
    }

    private static CopyPlace BucketCopy(string data, BucketStore store) =>
        CopyPlace.Of(NameOf(data), store, new BucketPrivateFiles(store));

    /// <summary>The maintenance of a store. Nothing is opened or looked at before the work begins.</summary>
    /// <param name="data">Where the data are.</param>
    public static IStoreMaintenance MaintenanceOf(string data) =>
        IsBucket(data) ? new BucketMaintenance(data) : new FolderMaintenance(data);
}
