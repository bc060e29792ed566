using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Metadata;

/// <summary>Attributes of packages, versions and files (protocol reference, section 6).</summary>
internal sealed class AttributeSets(Lookup lookup, Packages packages, Versions versions, FileChanges files)
{
    public async Task<IReadOnlyList<AttributeValues>> GetAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        AttributeRules.Chosen(
            owner switch
            {
                PackageAddress package => (await lookup.RequireAsync(package, cancellation).ConfigureAwait(false)).Package.Value.Attributes,
                VersionAddress version => (await lookup.RequireAsync(version, cancellation).ConfigureAwait(false)).Head.Value.Attributes,
                FileAddress file => (await files.RequireAsync(file, cancellation).ConfigureAwait(false)).Attributes ?? [],
                _ => throw new ArgumentException($"'{owner}' cannot have attributes", nameof(owner)),
            },
            names);

    public Task<IReadOnlyList<AttributeValues>> ReplaceAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        ChangeAsync(owner, attributes, _ => AttributeRules.Merged([], attributes), cancellation);

    public Task<IReadOnlyList<AttributeValues>> MergeAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        ChangeAsync(owner, attributes, old => AttributeRules.Merged(old, attributes), cancellation);

    public Task DeleteAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        ChangeAsync(owner, [], old => AttributeRules.Left(old, names), cancellation);

    private async Task<IReadOnlyList<AttributeValues>> ChangeAsync(
        MetadataOwner owner,
        IReadOnlyList<AttributeValues> given,
        Func<IReadOnlyList<AttributeValues>, IReadOnlyList<AttributeValues>> change,
        CancellationToken cancellation)
    {
        AttributeRules.Check(given, onFile: owner is FileAddress);
        return owner switch
        {
            PackageAddress package => (await packages.ChangeAsync(
                package, record => record with { Attributes = change(record.Attributes) }, cancellation).ConfigureAwait(false)).Attributes,
            VersionAddress version => (await versions.ChangeAsync(
                version, head => head with { Attributes = change(head.Attributes) }, cancellation).ConfigureAwait(false)).Attributes,
            FileAddress file => (await files.ChangeAsync(
                file, entry =>
                    entry with { Attributes = change(entry.Attributes ?? []) }, cancellation).ConfigureAwait(false)).File.Attributes ?? [],
            _ => throw new ArgumentException($"'{owner}' cannot have attributes", nameof(owner)),
        };
    }
}
