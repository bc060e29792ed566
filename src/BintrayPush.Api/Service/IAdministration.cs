using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>What a push never does: lists above the level of a package, and deletions.</summary>
public interface IAdministration
{
    /// <summary>The repositories of a subject, in the order of their names; empty if there is no such subject.</summary>
    Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation);

    /// <summary>Deletes a repository with everything in it.</summary>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>A page of the names of a repository's packages, in their order.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="startName">Only names that begin with this, if given.</param>
    /// <param name="start">The zero-based position to begin at.</param>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task<Page<string>> ListPackagesAsync(RepositoryAddress repository, string? startName, int start, CancellationToken cancellation);

    /// <summary>
    /// A page of the packages that fit a search, by repository and name. Private repositories are in no search, whoever asks (protocol
    /// reference 1.2).
    /// </summary>
    /// <param name="search">What is searched for.</param>
    /// <param name="start">The zero-based position to begin at.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">400: neither a name nor a description is given.</exception>
    Task<Page<Package>> SearchPackagesAsync(PackageSearch search, int start, CancellationToken cancellation);

    /// <summary>
    /// Makes a file of a published one, on a service with <see cref="ServiceCapabilities.Copies"/>: it has the bytes, and none are sent.
    /// The file waits for a publish as an upload does, and has the attributes of the other one.
    /// </summary>
    /// <param name="upload">
    /// Where it goes, and the SHA-256 that the other file must have. It is not published at once, nor unpacked or signed.
    /// </param>
    /// <param name="source">The other file, which the caller must be allowed to read.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">
    /// As of an upload; and 404: there is no such file, or none for this caller; 409: it has other bytes.
    /// </exception>
    /// <exception cref="NotSupportedException">The service has never said that it can do that.</exception>
    Task<UploadAnswer> CopyFileAsync(UploadRequest upload, FileAddress source, CancellationToken cancellation);

    /// <summary>Makes the index of a repository anew, from what is published (protocol reference, section 11).</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="passphrase">The passphrase of the key that signs the index, if it has one.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>A warning where the service keeps no index for repositories of that type.</returns>
    /// <exception cref="BintrayException">
    /// 404: there is no such repository. 400: it is of a type without an index, or the key of its subject cannot sign.
    /// </exception>
    Task<ServiceAnswer> CalculateMetadataAsync(RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation);

    /// <summary>Deletes a package with its versions and files.</summary>
    /// <param name="package">The package.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="passphrase">
    /// What the key is opened with that signs the index of the repository, if it has one: without it a later call makes the index follow.
    /// </param>
    /// <exception cref="BintrayException">
    /// 404: there is no such package. 400: the passphrase is another one; nothing was deleted.
    /// </exception>
    Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation, Secret? passphrase = null);

    /// <summary>The newest version that has a published file, or <see langword="null"/>.</summary>
    Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation);

    /// <summary>Deletes a version with its files.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="passphrase">
    /// What the key is opened with that signs the index of the repository, if it has one: without it a later call makes the index follow.
    /// </param>
    /// <exception cref="BintrayException">
    /// 404: there is no such version. 400: the passphrase is another one; nothing was deleted.
    /// </exception>
    Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation, Secret? passphrase = null);

    /// <summary>Replaces all attributes; answers what is stored.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: a name or a value is refused.</exception>
    Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);

    /// <summary>Deletes the named attributes, or all of them.</summary>
    /// <exception cref="BintrayException">404: there is no such owner.</exception>
    Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation);

    /// <summary>Removes it; nothing happens if there is none.</summary>
    /// <exception cref="BintrayException">
    /// 404: there is no such owner; 400: that owner cannot have such a document, or cannot lose it.
    /// </exception>
    Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation);
}
