using System.Collections.Concurrent;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Tests.Pushing;

/// <summary>A real service with somebody watching, who sees every call and may make one fail before or after it did its work.</summary>
internal sealed class WatchedBintray(IBintray inner) : IBintray
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The calls so far, each as <c>Call subject</c>.</summary>
    public string[] Calls => [.. _calls];

    /// <summary>Called before the work; what it throws is the answer.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>What a call waits for before its work.</summary>
    public Func<string, Task> Gate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after the work was done; what it throws is the answer, as when an answer is lost.</summary>
    public Action<string> After { get; set; } = _ => { };

    /// <summary>What happens to content on its way.</summary>
    public Func<Stream, Stream> Wire { get; set; } = content => content;

    /// <summary>What happens to published content on its way back.</summary>
    public Func<Stream, Stream> Download { get; set; } = content => content;

    /// <summary>What happens to a listing on its way.</summary>
    public Func<FileListing, FileListing> Listing { get; set; } = listing => listing;

    /// <summary>How a version is signed, instead of by the real service, which has no key.</summary>
    public Func<VersionAddress, Secret?, CancellationToken, Task<ServiceAnswer>>? Sign { get; set; }

    /// <summary>How a version is published, instead of by the real service, which has done it when it answers.</summary>
    public Func<VersionAddress, PublishRequest, CancellationToken, Task<PublishAnswer>>? Publish { get; set; }

    /// <summary>What happens to an answer on its way, given the call.</summary>
    public Func<string, object?, object?> Answer { get; set; } = (_, answer) => answer;

    /// <summary>Those of the real service, but for what a test may say otherwise.</summary>
    public ServiceCapabilities Capabilities { get; set; } =
        inner.Capabilities with { SignsNothing = false, DemandsLicences = null, Releases = false };

    public Task SetPendingMetadataAsync(
        FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        Watch(
            $"SetPendingMetadata {file}", () => inner.SetPendingMetadataAsync(file, listed, attributes, cancellation));

    public Task<IReadOnlyList<StagedRelease>> ListReleasesAsync(string subject, CancellationToken cancellation) =>
        Watch($"ListReleases {subject}", () => inner.ListReleasesAsync(subject, cancellation));

    public Task<StagedRelease?> GetReleaseAsync(ReleaseAddress release, CancellationToken cancellation) =>
        Watch($"GetRelease {release}", () => inner.GetReleaseAsync(release, cancellation));

    public Task<LegManifest?> GetLegAsync(ReleaseAddress release, LegName leg, CancellationToken cancellation) =>
        Watch($"GetLeg {release} {leg}", () => inner.GetLegAsync(release, leg, cancellation));

    public Task<StagedRelease> StageLegAsync(
        ReleaseAddress release, LegName leg, LegManifest manifest, CancellationToken cancellation) =>
        Watch($"StageLeg {release} {leg}", () => inner.StageLegAsync(release, leg, manifest, cancellation));

    public Task<SealAnswer> SealReleaseAsync(
        ReleaseAddress release, IReadOnlyList<LegName> legs, CancellationToken cancellation, Secret? passphrase = null) =>
        Watch($"SealRelease {release}", () => inner.SealReleaseAsync(release, legs, cancellation, passphrase));

    public Task<PublishAnswer> DiscardReleaseAsync(ReleaseAddress release, LegName? leg, CancellationToken cancellation) =>
        Watch($"DiscardRelease {release} {leg}", () => inner.DiscardReleaseAsync(release, leg, cancellation));

    public string[] CallsOf(string name) => [.. Calls.Where(call => call.StartsWith(name, StringComparison.Ordinal))];

    public Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation) =>
        Watch($"ListRepositories {subject}", () => inner.ListRepositoriesAsync(subject, cancellation));

    public Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        Watch($"GetRepository {repository}", () => inner.GetRepositoryAsync(repository, cancellation));

    public Task<Repository> CreateRepositoryAsync(
        RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation) =>
        Watch($"CreateRepository {repository}", () => inner.CreateRepositoryAsync(repository, details, cancellation));

    public Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation) =>
        Watch($"UpdateRepository {repository}", () => inner.UpdateRepositoryAsync(repository, changes, cancellation));

    public Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        Watch($"DeleteRepository {repository}", () => inner.DeleteRepositoryAsync(repository, cancellation));

    public Task<Page<string>> ListPackagesAsync(
        RepositoryAddress repository, string? startName, int start, CancellationToken cancellation) =>
        Watch($"ListPackages {repository}", () => inner.ListPackagesAsync(repository, startName, start, cancellation));

    public Task<Page<Package>> SearchPackagesAsync(PackageSearch search, int start, CancellationToken cancellation) =>
        Watch("SearchPackages", () => inner.SearchPackagesAsync(search, start, cancellation));

    public Task<UploadAnswer> CopyFileAsync(UploadRequest upload, FileAddress source, CancellationToken cancellation) =>
        Watch($"CopyFile {source}", () => inner.CopyFileAsync(upload, source, cancellation));

    public Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation) =>
        Watch($"GetPackage {package}", () => inner.GetPackageAsync(package, cancellation));

    public Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation) =>
        Watch($"CreatePackage {package}", () => inner.CreatePackageAsync(package, details, cancellation));

    public Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation) =>
        Watch($"UpdatePackage {package}", () => inner.UpdatePackageAsync(package, changes, cancellation));

    public Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation, Secret? passphrase = null) =>
        Watch($"DeletePackage {package}", () => inner.DeletePackageAsync(package, cancellation, passphrase));

    public Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation) =>
        Watch($"GetVersion {version}", () => inner.GetVersionAsync(version, cancellation));

    public Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation) =>
        Watch($"GetLatestVersion {package}", () => inner.GetLatestVersionAsync(package, cancellation));

    public Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation) =>
        Watch($"CreateVersion {version}", () => inner.CreateVersionAsync(version, details, cancellation));

    public Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation) =>
        Watch($"UpdateVersion {version}", () => inner.UpdateVersionAsync(version, changes, cancellation));

    public Task<ServiceAnswer> CalculateMetadataAsync(
        RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation) =>
        Watch($"CalculateMetadata {repository}", () => inner.CalculateMetadataAsync(repository, passphrase, cancellation));

    public Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation, Secret? passphrase = null) =>
        Watch($"DeleteVersion {version}", () => inner.DeleteVersionAsync(version, cancellation, passphrase));

    public Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        Watch($"GetAttributes {owner}", () => inner.GetAttributesAsync(owner, names, cancellation));

    public Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        Watch($"ReplaceAttributes {owner}", () => inner.ReplaceAttributesAsync(owner, attributes, cancellation));

    public Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        Watch($"MergeAttributes {owner}", () => inner.MergeAttributesAsync(owner, attributes, cancellation));

    public Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        Watch($"DeleteAttributes {owner}", () => inner.DeleteAttributesAsync(owner, names, cancellation));

    public Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        Watch($"GetDocument {owner}", () => inner.GetDocumentAsync(owner, kind, cancellation));

    public Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        Watch($"SetDocument {owner}", () => inner.SetDocumentAsync(owner, kind, document, cancellation));

    public Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        Watch($"DeleteDocument {owner}", () => inner.DeleteDocumentAsync(owner, kind, cancellation));

    public async Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation) =>
        Listing(await Watch($"ListFiles {version}", () => inner.ListFilesAsync(version, includeUnpublished, cancellation)));

    public async Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation) =>
        Listing(await Watch($"ListFiles {package}", () => inner.ListFilesAsync(package, includeUnpublished, cancellation)));

    public Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation) =>
        Watch($"GetFile {file}", () => inner.GetFileAsync(file, cancellation));

    public async Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation) =>
        await Watch($"Download {file}", () => inner.DownloadAsync(file, includeUnpublished, cancellation)) is { } found
            ? found with { Content = Download(found.Content) }
            : null;

    public Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation) =>
        Watch($"SetListedInDownloads {file}", () => inner.SetListedInDownloadsAsync(file, listed, cancellation));

    public Task DeleteFileAsync(FileAddress file, CancellationToken cancellation, Secret? passphrase = null) =>
        Watch($"DeleteFile {file}", () => inner.DeleteFileAsync(file, cancellation, passphrase));

    public Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation) =>
        Watch($"Upload {upload.Version.Repository}/{upload.Path}", () => inner.UploadAsync(upload, Wire(content), cancellation));

    public Task<long> FindUnfinishedAsync(UploadRequest upload, CancellationToken cancellation) =>
        Watch($"FindUnfinished {upload.Path}", () => inner.FindUnfinishedAsync(upload, cancellation));

    public Task<UploadAnswer> UploadBundleAsync(VersionAddress version, IReadOnlyList<BundledFile> files, CancellationToken cancellation) =>
        Watch($"UploadBundle {version} {string.Join(" ", files.Select(file => file.Path))}", async () =>
        {
            foreach (var file in files)
            {
                using var content = file.Open();
                await inner.UploadAsync(new UploadRequest { Version = version, Path = file.Path }, content, cancellation);
            }

            return new UploadAnswer();
        });

    public Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation) =>
        Watch($"Publish {version}", () => (Publish ?? inner.PublishAsync)(version, request, cancellation));

    public Task<PublishAnswer> PublishReleaseAsync(IReadOnlyList<ReleasedVersion> versions, CancellationToken cancellation) => Watch(
        $"PublishRelease {string.Join(" ", versions.Select(version => version.Version))}",
        () => inner.PublishReleaseAsync(versions, cancellation));

    public Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation) =>
        Watch($"Discard {version}", () => inner.DiscardAsync(version, cancellation));

    public Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation) =>
        Watch($"SignVersion {version}", () => (Sign ?? inner.SignVersionAsync)(version, passphrase, cancellation));

    public Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation) =>
        Watch($"SignFile {file}", () => inner.SignFileAsync(file, passphrase, cancellation));

    public Task<string?> GetPublicKeysAsync(string subject, CancellationToken cancellation) =>
        Watch($"GetPublicKeys {subject}", () => inner.GetPublicKeysAsync(subject, cancellation));

    public Task<SubjectKey?> FindSigningKeyAsync(string subject, Secret? passphrase, CancellationToken cancellation) =>
        Watch($"FindSigningKey {subject}", () => inner.FindSigningKeyAsync(subject, passphrase, cancellation));

    private async Task<T> Watch<T>(string call, Func<Task<T>> work)
    {
        _calls.Enqueue(call);
        Before(call);
        await Gate(call);
        var answer = await work();
        After(call);
        return (T)Answer(call, answer)!;
    }

    private async Task Watch(string call, Func<Task> work)
    {
        _calls.Enqueue(call);
        Before(call);
        await Gate(call);
        await work();
        After(call);
    }
}
