using BintrayPush.Api.Service;
using BintrayPush.Storage;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Store;

namespace BintrayPush.Server.Store;

/// <summary>What the service itself does of what a server needs, wherever the data are.</summary>
internal abstract class ServerStore(ObjectStoreBintray service) : IServerStore
{
    public IBintray Service => service;

    public IReleaseGroups Groups => service.Groups;

    public Storage.Statistics.IDownloadCounts DownloadCounts => service.DownloadCounts;

    public abstract IPrivateFiles PrivateFiles { get; }

    public virtual bool KeepsUnfinishedUploads => false;

    public virtual IContentAddresses? ContentAddresses => null;

    public abstract Stream PutAside();

    public Task<IReadOnlyList<Repository>> ListUncountedRepositoriesAsync(string subject, CancellationToken cancellation) =>
        service.ListUncountedRepositoriesAsync(subject, cancellation);

    public Task<IReadOnlyList<(string Name, PackageDetails Details)>> ListAllPackagesAsync(
        RepositoryAddress repository, CancellationToken cancellation) =>
        service.ListAllPackagesAsync(repository, cancellation);

    public Task<Page<(string Name, PackageDetails Details)>> ListPackagesAsync(
        RepositoryAddress repository, int start, int count, CancellationToken cancellation) =>
        service.ListPackagesAsync(repository, start, count, cancellation);

    public Task<IReadOnlyList<RepositoryAddress>> ListFollowedRepositoriesAsync(CancellationToken cancellation) =>
        service.ListFollowedRepositoriesAsync(cancellation);

    public Task<bool> IsCurrentAsync(RepositoryAddress repository, string? since, CancellationToken cancellation) =>
        service.IsCurrentAsync(repository, since, cancellation);

    public Task<string> FollowAsync(
        RepositoryAddress repository, string? since, IPublishedVersions index, CancellationToken cancellation) =>
        service.FollowAsync(repository, since, index, cancellation);

    public Task<UploadAnswer> UploadArchiveAsync(ArchiveUpload upload, Stream content, CancellationToken cancellation) =>
        service.UploadArchiveAsync(upload, content, cancellation);

    public Task SignVersionAsync(VersionAddress version, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation) =>
        service.SignVersionAsync(version, keys, passphrase, cancellation);

    public Task SignFileAsync(FileAddress file, ISigningKeys keys, Secret? passphrase, CancellationToken cancellation) =>
        service.SignFileAsync(file, keys, passphrase, cancellation);

    public Task<PublishAnswer> DiscardAsync(
        VersionAddress version, IReadOnlyList<ExpectedFile> files, CancellationToken cancellation) =>
        service.DiscardAsync(version, files, cancellation);

    public Task<RepositoryDetails?> GetRepositoryDetailsAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        service.GetRepositoryDetailsAsync(repository, cancellation);

    public abstract Task<IReadOnlyList<string>> ListPublicSubjectsAsync(CancellationToken cancellation);

    public abstract Task<SortedSet<string>?> ListPublicFolderAsync(
        RepositoryAddress repository, IReadOnlyList<string> folder, CancellationToken cancellation);

    public abstract string PublicFeed(RepositoryAddress repository);

    public abstract Task<bool> ShowAgainAsync(FileAddress file, string sha256, string name, CancellationToken cancellation);

    public abstract Task<IDisposable> HoldPublicAsync(RepositoryAddress repository, CancellationToken cancellation);

    public Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation) =>
        service.SweepAsync(options, cancellation);
}
