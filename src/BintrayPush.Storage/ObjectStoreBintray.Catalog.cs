using BintrayPush.Storage.Records;

namespace BintrayPush.Storage;

/// <content>Repositories, packages and versions, and what is said of them.</content>
public sealed partial class ObjectStoreBintray
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Repository>> ListRepositoriesAsync(string subject, CancellationToken cancellation) =>
        _repositories.ListAsync(subject, cancellation);

    /// <summary>
    /// The repositories of a subject, in the order of their names, without the number of their packages: nothing in them is looked at, so
    /// the time that it takes says nothing of what they hold.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    public Task<IReadOnlyList<Repository>> ListUncountedRepositoriesAsync(string subject, CancellationToken cancellation) =>
        _repositories.ListUncountedAsync(subject, cancellation);

    /// <inheritdoc/>
    public Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        _repositories.GetAsync(repository, cancellation);

    /// <summary>
    /// What was set for a repository, and nothing that must be counted: one read of one object, cheap enough for every call and never
    /// out of date.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <returns>Its details, or <see langword="null"/> if there is no such repository.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    public async Task<RepositoryDetails?> GetRepositoryDetailsAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        (await _lookup.RepositoryAsync(repository, cancellation).ConfigureAwait(false))?.Value.Details;

    /// <inheritdoc/>
    public Task<Repository> CreateRepositoryAsync(
        RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation) =>
        _repositories.CreateAsync(repository, details, cancellation);

    /// <inheritdoc/>
    public Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation) =>
        _repositories.UpdateAsync(repository, changes, cancellation);

    /// <inheritdoc/>
    public Task DeleteRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation) =>
        _deletions.RepositoryAsync(repository, cancellation);

    /// <inheritdoc/>
    public async Task<ServiceAnswer> CalculateMetadataAsync(
        RepositoryAddress repository, Secret? passphrase, CancellationToken cancellation)
    {
        var found = await _lookup.RequireAsync(repository, cancellation).ConfigureAwait(false);
        var type = found.Value.Details.Type ?? RepositoryTypes.Default;
        return type switch
        {
            RepositoryTypes.Debian => new ServiceAnswer(
                await _view.MakeIndexAsync(found, passphrase, cancellation).ConfigureAwait(false)),
            // The words that a client knows (reference, section 2).
            RepositoryTypes.Generic => throw StoreRefusal.BadRequest(
                "It is not possible to calculate index for Generic repositories."),
            _ => new ServiceAnswer($"no index files are kept here for repositories of type {type}"),
        };
    }

    /// <inheritdoc/>
    public Task<Page<string>> ListPackagesAsync(
        RepositoryAddress repository, string? startName, int start, CancellationToken cancellation) =>
        _packages.ListAsync(repository, startName, start, cancellation);

    /// <summary>All packages of a repository by name, with what was set for each; one look at each, and none at their versions.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store could not be read.</exception>
    public Task<IReadOnlyList<(string Name, PackageDetails Details)>> ListAllPackagesAsync(
        RepositoryAddress repository, CancellationToken cancellation) => _packages.ListAllAsync(repository, cancellation);

    /// <summary>
    /// A part of the packages of a repository, in the order of their names without regard to letter case, with what was set for each. Only
    /// what is in it is read, however many packages there are.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="start">The zero-based position to begin at.</param>
    /// <param name="count">The most packages.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store could not be read.</exception>
    public Task<Page<(string Name, PackageDetails Details)>> ListPackagesAsync(
        RepositoryAddress repository, int start, int count, CancellationToken cancellation) =>
        _packages.ListPartAsync(repository, start, count, cancellation);

    /// <inheritdoc/>
    public Task<Page<Package>> SearchPackagesAsync(PackageSearch search, int start, CancellationToken cancellation) =>
        _searches.FindAsync(search, start, cancellation);

    /// <inheritdoc/>
    public Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation) =>
        _packages.GetAsync(package, cancellation);

    /// <inheritdoc/>
    public Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation) =>
        _packages.CreateAsync(package, details, cancellation);

    /// <inheritdoc/>
    public Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation) =>
        _packages.UpdateAsync(package, changes, cancellation);

    /// <inheritdoc/>
    public Task DeletePackageAsync(PackageAddress package, CancellationToken cancellation, Secret? passphrase = null) =>
        _deletions.PackageAsync(package, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation) =>
        _versions.GetAsync(version, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion?> GetLatestVersionAsync(PackageAddress package, CancellationToken cancellation) =>
        _versions.GetLatestAsync(package, cancellation);

    /// <inheritdoc/>
    public Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation) =>
        _versions.CreateAsync(version, details, cancellation);

    /// <inheritdoc/>
    public Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation) =>
        _versions.UpdateAsync(version, changes, cancellation);

    /// <inheritdoc/>
    public Task DeleteVersionAsync(VersionAddress version, CancellationToken cancellation, Secret? passphrase = null) =>
        _deletions.VersionAsync(version, passphrase, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> GetAttributesAsync(
        MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        _attributes.GetAsync(owner, names, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> ReplaceAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        _attributes.ReplaceAsync(owner, attributes, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeValues>> MergeAttributesAsync(
        MetadataOwner owner, IReadOnlyList<AttributeValues> attributes, CancellationToken cancellation) =>
        _attributes.MergeAsync(owner, attributes, cancellation);

    /// <inheritdoc/>
    public Task DeleteAttributesAsync(MetadataOwner owner, IReadOnlyCollection<string>? names, CancellationToken cancellation) =>
        _attributes.DeleteAsync(owner, names, cancellation);

    /// <inheritdoc/>
    public Task<Document?> GetDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        _documents.GetAsync(owner, kind, cancellation);

    /// <inheritdoc/>
    public Task SetDocumentAsync(MetadataOwner owner, DocumentKind kind, Document document, CancellationToken cancellation) =>
        _documents.SetAsync(owner, kind, document, cancellation);

    /// <inheritdoc/>
    public Task DeleteDocumentAsync(MetadataOwner owner, DocumentKind kind, CancellationToken cancellation) =>
        _documents.DeleteAsync(owner, kind, cancellation);
}
