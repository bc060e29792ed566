using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Metadata;

/// <summary>Readme and release notes (protocol reference, section 12). They are kept in the record of what they belong to.</summary>
internal sealed class Documents(Lookup lookup, Packages packages, Versions versions)
{
    /// <summary>In characters. An upload reads the version's record, so what stands in it must stay small.</summary>
    private const int LongestDocument = 128 * 1024;

    public async Task<Document?> GetAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation)
    {
        switch (owner)
        {
            case PackageAddress package:
                var record = (await lookup.RequireAsync(package, cancellation).ConfigureAwait(false)).Package.Value;
                return kind == DocumentKind.Readme ? record.Readme : record.ReleaseNotes;
            case VersionAddress version when kind == DocumentKind.ReleaseNotes:
                return (await lookup.RequireAsync(version, cancellation).ConfigureAwait(false)).Head.Value.ReleaseNotes;
            default:
                throw NotPossible(owner, kind);
        }
    }

    public Task SetAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        document.Content.Length <= LongestDocument
            ? PutAsync(owner, kind, document, cancellation)
            : throw StoreRefusal.BadRequest($"the text has {document.Content.Length} characters; at most {LongestDocument} are kept");

    public Task DeleteAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        PutAsync(owner, kind, document: null, cancellation);

    private Task PutAsync(MetadataOwner owner, DocumentKind kind, Document? document, CancellationToken cancellation) => owner switch
    {
        PackageAddress package => packages.ChangeAsync(
            package,
            record => kind == DocumentKind.Readme ? record with { Readme = document } : record with { ReleaseNotes = document },
            cancellation),
        VersionAddress version when kind == DocumentKind.ReleaseNotes =>
            versions.ChangeAsync(version, head => head with { ReleaseNotes = document }, cancellation),
        _ => throw NotPossible(owner, kind),
    };

    private static BintrayException NotPossible(MetadataOwner owner, DocumentKind kind) =>
        StoreRefusal.BadRequest($"'{owner}' cannot have {(kind == DocumentKind.Readme ? "a readme" : "release notes")}");
}
