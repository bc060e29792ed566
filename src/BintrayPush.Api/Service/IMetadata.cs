using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// What packages, versions and files say of themselves: attributes, readme, release notes, the list of downloads (protocol
/// reference, sections 6, 11 and 12).
/// </summary>
public interface IMetadata
{
    /// <summary>The attributes of a package, a version or a file.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="names">Which; <see langword="null"/> or empty for all.</param>
    /// <exception cref="BintrayException">404: there is no such owner.</exception>
    Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation);

    /// <summary>Sets the given attributes and keeps the others; answers what is stored.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: a name or a value is refused.</exception>
    Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);

    /// <summary>The readme or release notes of a package or a version, or <see langword="null"/> if there are none.</summary>
    /// <exception cref="BintrayException">404: there is no such owner; 400: that owner cannot have such a document.</exception>
    Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation);

    /// <summary>Sets it.</summary>
    /// <exception cref="BintrayException">
    /// 404: there is no such owner; 400: that owner cannot have such a document, or it is too long.
    /// </exception>
    Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation);

    /// <summary>Changes whether a published file stands in the list of downloads (section 11).</summary>
    /// <exception cref="BintrayException">404: there is no such file; 400 (<c>unpublished file</c>): it is not published yet.</exception>
    Task<ServiceAnswer> SetListedInDownloadsAsync(FileAddress file, bool listed, CancellationToken cancellation);

    /// <summary>
    /// Says something of a file that waits to be published, to a service with <see cref="ServiceCapabilities.PendingMetadata"/>. A
    /// published file under the same path stays as it is until then.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="listed">Whether it will stand in the list of downloads; <see langword="null"/> for nothing said.</param>
    /// <param name="attributes">Attributes, beside those that it has already.</param>
    /// <exception cref="BintrayException">404: nothing waits under that path.</exception>
    Task SetPendingMetadataAsync(FileAddress file, bool? listed, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation);
}
