using BintrayPush.Api.Service;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Statistics;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage;

/// <summary>All that a server needs of its store. Where the store is matters only when it is opened.</summary>
public interface IServerStore
{
    /// <summary>The service.</summary>
    IBintray Service { get; }

    /// <summary>Staged releases that are put together one package at a time.</summary>
    IReleaseGroups Groups { get; }

    /// <inheritdoc cref="ObjectStoreBintray.DownloadCounts"/>
    IDownloadCounts DownloadCounts { get; }

    /// <summary>Small files that only the server may read.</summary>
    IPrivateFiles PrivateFiles { get; }

    /// <summary>Whether it keeps what has come of an upload that was cut off, for all servers of the store.</summary>
    bool KeepsUnfinishedUploads { get; }

    /// <summary>Where contents can be fetched from the store itself; <see langword="null"/> if they cannot.</summary>
    IContentAddresses? ContentAddresses { get; }

    /// <summary>
    /// What was set for a repository, and nothing that must be counted: one read of one object, cheap enough for every call and never
    /// out of date.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <returns>Its details, or <see langword="null"/> if there is no such repository.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<RepositoryDetails?> GetRepositoryDetailsAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.ListUncountedRepositoriesAsync"/>
    Task<IReadOnlyList<Repository>> ListUncountedRepositoriesAsync(string subject, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.ListAllPackagesAsync"/>
    Task<IReadOnlyList<(string Name, PackageDetails Details)>> ListAllPackagesAsync(
        RepositoryAddress repository, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.ListPackagesAsync(RepositoryAddress, int, int, CancellationToken)"/>
    Task<Page<(string Name, PackageDetails Details)>> ListPackagesAsync(
        RepositoryAddress repository, int start, int count, CancellationToken cancellation);

    /// <summary>A file in which bytes wait that must be looked at before they are stored; it vanishes with its handle.</summary>
    /// <exception cref="BintrayException">503: it cannot be made.</exception>
    Stream PutAside();

    /// <inheritdoc cref="ObjectStoreBintray.ListFollowedRepositoriesAsync"/>
    Task<IReadOnlyList<RepositoryAddress>> ListFollowedRepositoriesAsync(CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.IsCurrentAsync"/>
    Task<bool> IsCurrentAsync(RepositoryAddress repository, string? since, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.FollowAsync"/>
    Task<string> FollowAsync(
        RepositoryAddress repository, string? since, IPublishedVersions index, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.UploadArchiveAsync"/>
    Task<UploadAnswer> UploadArchiveAsync(ArchiveUpload upload, Stream content, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.SignVersionAsync(VersionAddress, ISigningKeys, Secret, CancellationToken)"/>
    Task SignVersionAsync(VersionAddress version, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.SignFileAsync(FileAddress, ISigningKeys, Secret, CancellationToken)"/>
    Task SignFileAsync(FileAddress file, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation);

    /// <inheritdoc cref="ObjectStoreBintray.DiscardAsync(VersionAddress, IReadOnlyList{ExpectedFile}, CancellationToken)"/>
    Task<PublishAnswer> DiscardAsync(VersionAddress version, IReadOnlyList<ExpectedFile> files, CancellationToken cancellation);

    /// <summary>The subjects that may have published something, in no order; none where the store keeps no plain files.</summary>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<IReadOnlyList<string>> ListPublicSubjectsAsync(CancellationToken cancellation);

    /// <summary>
    /// The names of the plain files in a folder of a repository, and of the folders there with a slash at the end. They answer at once,
    /// however large the repository is.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">The segments of the folder; none for the repository itself.</param>
    /// <returns><see langword="null"/> if the repository has no plain files, as every private one.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<SortedSet<string>?> ListPublicFolderAsync(
        RepositoryAddress repository, IReadOnlyList<string> folder, CancellationToken cancellation);

    /// <inheritdoc cref="FolderRepository.PublicFeed"/>
    string PublicFeed(RepositoryAddress repository);

    /// <inheritdoc cref="FolderRepository.ShowAgainAsync"/>
    Task<bool> ShowAgainAsync(FileAddress file, string sha256, string name, CancellationToken cancellation);

    /// <inheritdoc cref="FolderRepository.HoldPublicAsync"/>
    Task<IDisposable> HoldPublicAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>Finds what nothing refers to any longer, and deletes it unless it is only asked for.</summary>
    /// <exception cref="BintrayException">503: the store cannot be read, or is damaged; nothing was deleted.</exception>
    Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation);
}
