using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// A Bintray-style distribution service: what its REST API v1 offers, as calls (protocol reference, sections 3 to 12). One
/// implementation speaks HTTP, one keeps the objects in a folder or a bucket; both answer alike.
/// </summary>
/// <remarks>
/// Questions about a thing that is not there answer <see langword="null"/>. Every other refusal is a <see cref="BintrayException"/>
/// with the status the wire would carry. All calls may be used from several threads at once. A cancelled call ends with
/// <see cref="OperationCanceledException"/> and may have been carried out or not; every call is safe to repeat.
/// </remarks>
public interface IBintray
{
    /// <summary>
    /// Whether lists of files and answers to uploads say the SHA-256 of every file, so that no weaker checksum is needed. Of a service far
    /// away it is known once it has answered something; until then <see langword="false"/>.
    /// </summary>
    bool TellsSha256 { get; }

    // Repositories (section 3)

    /// <summary>The repositories of a subject, in the order of their names; empty if there is no such subject.</summary>
    Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation);

    /// <summary>A repository, or <see langword="null"/>.</summary>
    Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>Creates a repository.</summary>
    /// <exception cref="BintrayException">409: it exists already.</exception>
    Task<Repository> CreateRepositoryAsync(RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields; those that cannot change after creation are passed over in silence.</summary>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation);

    /// <summary>Deletes a repository with everything in it.</summary>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation);

    // Packages (section 4)

    /// <summary>A page of the names of a repository's packages, in their order.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="startName">Only names that begin with this, if given.</param>
    /// <param name="start">The zero-based position to begin at.</param>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task<Page<string>> ListPackagesAsync(RepositoryAddress repository, string? startName, int start, CancellationToken cancellation);

    /// <summary>A package, or <see langword="null"/>.</summary>
    Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation);

    /// <summary>Creates a package.</summary>
    /// <exception cref="BintrayException">404: no such repository; 409: the package exists already; 400: a field is refused.</exception>
    Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields.</summary>
    /// <exception cref="BintrayException">404: there is no such package.</exception>
    Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation);

    /// <summary>Deletes a package with its versions and files.</summary>
    /// <exception cref="BintrayException">404: there is no such package.</exception>
    Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation);

    // Versions (section 5)

    /// <summary>A version, or <see langword="null"/>.</summary>
    Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation);

    /// <summary>The newest version that has a published file, or <see langword="null"/>.</summary>
    Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation);

    /// <summary>Creates a version.</summary>
    /// <exception cref="BintrayException">404: no such package; 409: the version exists already; 400: a field is refused.</exception>
    Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation);

    /// <summary>Deletes a version with its files.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation);

    // Attributes (section 6)

    /// <summary>The attributes of a package, a version or a file.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="names">Which; <see langword="null"/> or empty for all.</param>
    /// <exception cref="BintrayException">404: there is no such owner.</exception>
    Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation);

    /// <summary>Replaces all attributes; answers what is stored.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: a name or a value is refused.</exception>
    Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);

    /// <summary>Sets the given attributes and keeps the others; answers what is stored.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: a name or a value is refused.</exception>
    Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);

    /// <summary>Deletes the named attributes, or all of them.</summary>
    /// <exception cref="BintrayException">404: there is no such owner.</exception>
    Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation);

    // Readme and release notes (section 12)

    /// <summary>The readme or release notes of a package or a version, or <see langword="null"/> if there are none.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: that owner cannot have such a document.</exception>
    Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation);

    /// <summary>Sets it.</summary>
    /// <exception cref="BintrayException">
    /// 404: there is no such owner; 400: that owner cannot have such a document, or it is too long.
    /// </exception>
    Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation);

    /// <summary>Removes it; nothing happens if there is none.</summary>
    /// <exception cref="BintrayException">
    /// 404: there is no such owner; 400: that owner cannot have such a document, or cannot lose it.
    /// </exception>
    Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation);

    // Files (sections 7, 11 and 13)

    /// <summary>The files of a version, in the order of their paths, both views taken at one moment.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<FileListing> ListFilesAsync(VersionAddress version, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>The files of all versions of a package, in the order of their paths.</summary>
    /// <exception cref="BintrayException">404: there is no such package.</exception>
    Task<FileListing> ListFilesAsync(PackageAddress package, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>A published file by its path, or <see langword="null"/>.</summary>
    Task<RepositoryFile?> GetFileAsync(FileAddress file, CancellationToken cancellation);

    /// <summary>
    /// Opens a file for reading, or answers <see langword="null"/>. With <paramref name="includeUnpublished"/> a pending file is
    /// read instead of the published one. The checksums given are those of the bytes that will be read.
    /// </summary>
    Task<FileDownload?> DownloadAsync(FileAddress file, bool includeUnpublished, CancellationToken cancellation);

    /// <summary>Changes whether a published file stands in the list of downloads (section 11).</summary>
    /// <exception cref="BintrayException">404: there is no such file; 400 (<c>unpublished file</c>): it is not published yet.</exception>
    Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation);

    /// <summary>Deletes a file, published or not.</summary>
    /// <exception cref="BintrayException">404: there is no such file.</exception>
    Task DeleteFileAsync(FileAddress file, CancellationToken cancellation);

    // Upload, publish, sign (sections 8 to 10)

    /// <summary>
    /// Stores a file, unpublished unless asked otherwise. The content is read once, forwards, to its end; the caller disposes it.
    /// When the call returns, the bytes survive a crash of any process.
    /// </summary>
    /// <exception cref="BintrayException">
    /// 404: no such repository or package; 409: the path is published and there is no override, or belongs to another version, or
    /// the bytes are not the announced ones (reference 8.2); 400: the request makes no sense.
    /// </exception>
    /// <exception cref="ContentReadException"><paramref name="content"/> could not be read.</exception>
    Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation);

    /// <summary>
    /// Makes a version's pending files public, all at once. A version with nothing pending answers 0. Where the answer is not
    /// <see cref="PublishAnswer.IsDone"/>, that may take a while yet.
    /// </summary>
    /// <exception cref="BintrayException">
    /// 404: no such version; 409: an expected file is missing or has other bytes, nothing is published; 408: it is not finished yet.
    /// </exception>
    Task<PublishAnswer> PublishAsync(VersionAddress version, PublishRequest request, CancellationToken cancellation);

    /// <summary>Drops a version's pending files. Published ones stay as they are.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<PublishAnswer> DiscardAsync(VersionAddress version, CancellationToken cancellation);

    /// <summary>
    /// Signs all files of a version; the signatures are new unpublished files. It may take long without a sign of life:
    /// <paramref name="cancellation"/> is its only limit.
    /// </summary>
    /// <returns>A warning when no key is stored and nothing was signed (protocol reference, section 10).</returns>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task<ServiceAnswer> SignVersionAsync(VersionAddress version, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Signs one file; the signature is a new unpublished file.</summary>
    /// <returns>A warning when no key is stored and nothing was signed (protocol reference, section 10).</returns>
    /// <exception cref="BintrayException">404: there is no such file.</exception>
    Task<ServiceAnswer> SignFileAsync(FileAddress file, Secret? passphrase, CancellationToken cancellation);
}
