using BintrayPush.Storage.Records;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.View;

/// <summary>
/// Repositories of which nothing may lie in <c>dl/</c>: private and deleted ones (docs/store.md, "Private and public"). It is
/// called under the repository's view lock.
/// </summary>
internal sealed class HiddenRepositories(Objects objects, IViewFiles? files)
{
    /// <summary>Whether there is a view in which files that must not be seen may still lie.</summary>
    public bool MustBeEmptied(RepositoryRecord repository) => files is not null && repository.InView && IsHidden(repository);

    /// <summary>Whether nothing of a repository may be shown.</summary>
    public static bool IsHidden(RepositoryRecord repository) => repository.Deleted || repository.Details.Private == true;

    /// <summary>Takes everything of a deleted or private repository out of the view, and says so in its record.</summary>
    public async Task EmptyAsync(Stored<RepositoryRecord> repository, CancellationToken cancellation)
    {
        // Its own name: the note may tell of another one that differs in letter case.
        var address = RepositoryAddress.Of(repository.Value.Subject, repository.Value.Name);
        var retry = new WriteRetry(objects, $"the view of '{address}'");
        for (var current = repository; MustBeEmptied(current.Value);)
        {
            await objects.Store.FlushAsync([repository.Key], cancellation).ConfigureAwait(false);
            await files!.RemoveAllAsync(address, cancellation).ConfigureAwait(false);
            await files.FlushAsync(address, cancellation).ConfigureAwait(false);
            if (await objects.TryReplaceAsync(
                current, current.Value with { InView = false }, RecordJson.Default.RepositoryRecord, cancellation, flush: false)
                .ConfigureAwait(false) is not null)
            {
                return;
            }

            await retry.AgainAsync(cancellation).ConfigureAwait(false);
            if (await objects.RepositoryAsync(address, cancellation).ConfigureAwait(false) is not { } again)
            {
                return;
            }

            current = again;
        }
    }
}
