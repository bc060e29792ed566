using BintrayPush.Signing.Keys;
using BintrayPush.Storage;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Store;

/// <summary>Opens what <c>--data</c> names: the one place that knows which kinds of store there are.</summary>
internal static class ServerStores
{
    /// <summary>Opens a store.</summary>
    /// <param name="data">Where the data are.</param>
    /// <param name="readOnly">Whether nothing is made or changed there.</param>
    /// <param name="options">What it is given from outside.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="BintrayException">503: the store cannot be read or written.</exception>
    public static async Task<IServerStore> OpenAsync(
        string data, bool readOnly, RepositoryOptions options, CancellationToken cancellation) => readOnly
        ? FolderServerStore.OpenForReading(data)
        : await FolderServerStore.OpenAsync(data, options, cancellation);

    /// <summary>The keys of the subjects in a store.</summary>
    /// <param name="data">Where the data are.</param>
    /// <param name="installation">Under what private keys are kept that have no passphrase.</param>
    /// <param name="time">The clock.</param>
    public static SubjectKeys KeysOf(string data, InstallationKey installation, TimeProvider time) =>
        new(new PrivateKeyFiles(new PrivateFolder(data)), installation, time);

    /// <summary>How messages call a store.</summary>
    /// <param name="data">Where the data are.</param>
    public static string NameOf(string data) => Path.GetFullPath(data);

    /// <summary>The maintenance of a store. Nothing is opened or looked at before the work begins.</summary>
    /// <param name="data">Where the data are.</param>
    public static IStoreMaintenance MaintenanceOf(string data) => new FolderMaintenance(data);
}
