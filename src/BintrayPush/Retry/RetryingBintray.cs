using BintrayPush.Api.Service;

namespace BintrayPush.Retry;

/// <summary>
/// Makes calls again that failed in a way that may pass. Uploads and publishes (<see cref="IPublishing"/>) are not among them: what is to
/// be done before the next attempt is known only to those who make them.
/// </summary>
internal sealed class RetryingBintray(IBintray inner, Retrying retry) : ICatalogue, IMetadata, IFiles, IReleases, ISigning
{
    public Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        AskAsync($"get repository {repository}", () => inner.GetRepositoryAsync(repository, cancellation), cancellation);

    public Task<Repository> CreateRepositoryAsync(
        RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation) =>
        AskAsync($"create repository {repository}", () => inner.CreateRepositoryAsync(repository, details, cancellation), cancellation);

    public Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation) =>
        AskAsync($"update repository {repository}", () => inner.UpdateRepositoryAsync(repository, changes, cancellation), cancellation);

    public Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation) =>
        AskAsync($"get package {package}", () => inner.GetPackageAsync(package, cancellation), cancellation);

    public Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation) =>
        AskAsync($"create package {package}", () => inner.CreatePackageAsync(package, details, cancellation), cancellation);

    public Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation) =>
        AskAsync($"update package {package}", () => inner.UpdatePackageAsync(package, changes, cancellation), cancellation);

    public Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation) =>
        AskAsync($"get version {version}", () => inner.GetVersionAsync(version, cancellation), cancellation);

    public Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation) =>
        AskAsync($"create version {version}", () => inner.CreateVersionAsync(version, details, cancellation), cancellation);

    public Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation) =>
        AskAsync($"update version {version}", () => inner.UpdateVersionAsync(version, changes, cancellation), cancellation);

    public Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        AskAsync($"get attributes {owner}", () => inner.GetAttributesAsync(owner, names, cancellation), cancellation);

    public Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        AskAsync($"merge attributes {owner}", () => inner.MergeAttributesAsync(owner, attributes, cancellation), cancellation);

    public Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        AskAsync($"get document {owner}", () => inner.GetDocumentAsync(owner, kind, cancellation), cancellation);

    public Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        AskAsync($"set document {owner}", () => inner.SetDocumentAsync(owner, kind, document, cancellation), cancellation);

    public Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation) =>
        AskAsync($"list files {version}", () => inner.ListFilesAsync(version, includeUnpublished, cancellation), cancellation);

    public Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation) =>
        AskAsync($"list files {package}", () => inner.ListFilesAsync(package, includeUnpublished, cancellation), cancellation);

    public Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation) =>
        AskAsync($"get file {file}", () => inner.GetFileAsync(file, cancellation), cancellation);

    public Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation) =>
        AskAsync($"download {file}", () => inner.DownloadAsync(file, includeUnpublished, cancellation), cancellation);

    public Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation) =>
        AskAsync($"set listed in downloads {file}", () => inner.SetListedInDownloadsAsync(file, listed, cancellation), cancellation);

    public Task SetPendingMetadataAsync(
        FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        AskAsync(
            $"set pending metadata of {file}",
            () => inner.SetPendingMetadataAsync(file, listed, attributes, cancellation),
            cancellation);

    public Task DeleteFileAsync(FileAddress file, CancellationToken cancellation, Secret? passphrase = null) =>
        DeleteAsync($"delete file {file}", () => inner.DeleteFileAsync(file, cancellation, passphrase), cancellation);

    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        AskAsync($"discard {version}", () => inner.DiscardAsync(version, cancellation), cancellation);

    public Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation) =>
        AskAsync($"list releases of {subject}", () => inner.ListReleasesAsync(subject, cancellation), cancellation);

    public Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation) =>
        AskAsync($"get release {release}", () => inner.GetReleaseAsync(release, cancellation), cancellation);

    public Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation) =>
        AskAsync($"get leg {leg} of {release}", () => inner.GetLegAsync(release, leg, cancellation), cancellation);

    public Task<StagedRelease> StageLegAsync(
        ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation) =>
        AskAsync($"stage leg {leg} of {release}", () => inner.StageLegAsync(release, leg, manifest, cancellation), cancellation);

    public Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null) =>
        AskAsync($"seal {release}", () => inner.SealReleaseAsync(release, legs, cancellation, passphrase), cancellation);

    public Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation) =>
        AskAsync($"discard {release} {leg}", () => inner.DiscardReleaseAsync(release, leg, cancellation), cancellation);

    public Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation) =>
        AskAsync($"sign version {version}", () => inner.SignVersionAsync(version, passphrase, cancellation), cancellation);

    public Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation) =>
        AskAsync($"read the public keys of {subject}", () => inner.GetPublicKeysAsync(subject, cancellation), cancellation);

    public Task<SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation) =>
        AskAsync($"ask for the key of {subject}", () => inner.FindSigningKeyAsync(subject, passphrase, cancellation), cancellation);

    public Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation) =>
        AskAsync($"sign file {file}", () => inner.SignFileAsync(file, passphrase, cancellation), cancellation);

    private Task<T> AskAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation) =>
        retry.RunAsync(what, _ => call(), cancellation);

    private Task AskAsync(string what, Func<Task> call, CancellationToken cancellation) =>
        AskAsync(
            what,
            async () =>
            {
                await call().ConfigureAwait(false);
                return true;
            },
            cancellation);

    /// <summary>What is not there any more after a lost answer was deleted.</summary>
    private Task DeleteAsync(string what, Func<Task> call, CancellationToken cancellation) =>
        retry.RunAsync(
            what,
            async attempt =>
            {
                try
                {
                    await call().ConfigureAwait(false);
                }
                catch (BintrayException refusal) when (attempt > 1 && refusal.Status == BintrayException.NotFound)
                {
                    return false;
                }

                return true;
            },
            cancellation);
}
