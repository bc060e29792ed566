using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Service;

/// <summary>
/// Repositories, packages and versions: what there is, and their metadata (protocol reference, sections 3 to 5).
/// </summary>
public interface ICatalogue
{
    /// <summary>A repository, or <see langword="null"/>.</summary>
    Task<Repository?> GetRepositoryAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>Creates a repository.</summary>
    /// <exception cref="BintrayException">409: it exists already.</exception>
    Task<Repository> CreateRepositoryAsync(RepositoryAddress repository, RepositoryDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields; those that cannot change after creation are passed over in silence.</summary>
    /// <exception cref="BintrayException">404: there is no such repository.</exception>
    Task UpdateRepositoryAsync(RepositoryAddress repository, RepositoryDetails changes, CancellationToken cancellation);

    /// <summary>A package, or <see langword="null"/>.</summary>
    Task<Package?> GetPackageAsync(PackageAddress package, CancellationToken cancellation);

    /// <summary>Creates a package.</summary>
    /// <exception cref="BintrayException">404: no such repository; 409: the package exists already; 400: a field is refused.</exception>
    Task<Package> CreatePackageAsync(PackageAddress package, PackageDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields.</summary>
    /// <exception cref="BintrayException">404: there is no such package.</exception>
    Task UpdatePackageAsync(PackageAddress package, PackageDetails changes, CancellationToken cancellation);

    /// <summary>A version, or <see langword="null"/>.</summary>
    Task<PackageVersion?> GetVersionAsync(VersionAddress version, CancellationToken cancellation);

    /// <summary>Creates a version.</summary>
    /// <exception cref="BintrayException">404: no such package; 409: the version exists already; 400: a field is refused.</exception>
    Task<PackageVersion> CreateVersionAsync(VersionAddress version, VersionDetails details, CancellationToken cancellation);

    /// <summary>Changes the given fields.</summary>
    /// <exception cref="BintrayException">404: there is no such version.</exception>
    Task UpdateVersionAsync(VersionAddress version, VersionDetails changes, CancellationToken cancellation);
}
