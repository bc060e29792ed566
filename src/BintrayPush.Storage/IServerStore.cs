using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Storage.Maintenance;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage;

/// <summary>All that a server needs of the place where its data are. It is told where that is only when it opens it.</summary>
public interface IServerStore
{
    /// <summary>The service.</summary>
    IBintray Service { get; }

    /// <summary>Small files that nobody but the server may read.</summary>
    IPrivateFiles PrivateFiles { get; }

    /// <summary>A folder of this machine for what is there for a moment only.</summary>
    string TemporaryFolder { get; }

    /// <summary>
    /// What was set for a repository, and nothing that must be counted: one read of one object, cheap enough for every call and never
    /// out of date.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <returns>Its details, or <see langword="null"/> if there is no such repository.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<RepositoryDetails?> GetRepositoryDetailsAsync(RepositoryAddress repository, CancellationToken cancellation);

    /// <summary>The subjects that may have published something, in no order; none where the store keeps no plain files.</summary>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<IReadOnlyList<string>> ListPublicSubjectsAsync(CancellationToken cancellation);

    /// <summary>
    /// The names of the plain files in a folder of a repository, and of the folders there with a slash at the end. They answer at once,
    /// however large the repository is.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">The segments of the folder; none for the repository itself.</param>
    /// <returns><see langword="null"/> if the repository has no plain files, as every private one.</returns>
    /// <exception cref="BintrayException">503: the store could not be read.</exception>
    Task<SortedSet<string>?> ListPublicFolderAsync(
        RepositoryAddress repository, IReadOnlyList<string> folder, CancellationToken cancellation);

    /// <summary>
    /// Clears away what nothing refers to any longer: contents, manifests, and what was left behind by calls that were cut off.
    /// </summary>
    /// <param name="options">How it is done.</param>
    /// <param name="cancellation">Ends the sweep; whatever is left is found by the next one.</param>
    /// <exception cref="BintrayException">503: the store could not be read or written.</exception>
    Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellation);
}
