using BintrayPush.Storage.Changes;
using BintrayPush.Storage.Naming;

namespace BintrayPush.Storage;

/// <content>For those who keep an index of what a repository publishes (docs/store.md, "Changes").</content>
public sealed partial class ObjectStoreBintray
{
    /// <summary>Whether an index has followed everything; a look at one record, cheap enough for every call.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="since">What <see cref="FollowAsync"/> answered last; <see langword="null"/> if it was not called yet.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store cannot be read.</exception>
    public async Task<bool> IsCurrentAsync(RepositoryAddress repository, string? since, CancellationToken cancellation) =>
        await _changes.IsCurrentAsync(
            await _lookup.RequireAsync(repository, cancellation).ConfigureAwait(false), since, cancellation).ConfigureAwait(false);

    /// <summary>The repositories of all subjects that others ask an index for, in no order: feeds, and all that searches show.</summary>
    /// <exception cref="BintrayException">503: the store cannot be read.</exception>
    public Task<IReadOnlyList<RepositoryAddress>> ListFollowedRepositoriesAsync(CancellationToken cancellation) =>
        _changes.ListRepositoriesAsync(cancellation);

    /// <summary>The key of a published file's content.</summary>
    /// <returns><see langword="null"/> if other bytes are published there, or none.</returns>
    internal async Task<string?> FindContentAsync(FileAddress file, string sha256, CancellationToken cancellation)
    {
        var repository = await _lookup.RequireAsync(file.Repository, cancellation).ConfigureAwait(false);
        var (_, published) = await _view.PublishedAsync(repository, file.Path.Value, cancellation).ConfigureAwait(false);
        return published?.Sha256 == sha256 ? Keys.Content(published.Content) : null;
    }

    /// <summary>Tells an index what has changed since it was told last: of a release all versions or none.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="since">What the last call answered; <see langword="null"/> to be told everything.</param>
    /// <param name="index">Who is told. What it was told counts only once the call has answered.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>To be kept with the index.</returns>
    /// <exception cref="BintrayException">404: there is no such repository. 503: the store cannot be read.</exception>
    public async Task<string> FollowAsync(
        RepositoryAddress repository, string? since, IPublishedVersions index, CancellationToken cancellation) =>
        await _changes.FollowAsync(
            await _lookup.RequireAsync(repository, cancellation).ConfigureAwait(false), since, index, cancellation).ConfigureAwait(false);
}
