using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>Drops what a failed push left unpublished, and never files of another push.</summary>
internal sealed class Leftovers(PushSession session)
{
    private IFiles Files => session.Service.Files;

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>Drops what was sent to a version.</summary>
    /// <returns>
    /// What was dropped, or why not; nothing if nothing was sent, or if it is being published: half a version must not become public.
    /// </returns>
    public async Task<Problem?> DropAsync(VersionPush versionPush)
    {
        var sent = versionPush.Files.Where(filePush => filePush.Sent || filePush.IsUncertain).ToList();
        if (sent.Count == 0 || versionPush.IsAccepted)
        {
            return null;
        }

        try
        {
            var listing = await Files.ListFilesAsync(versionPush.Address, includeUnpublished: true, Cancellation).ConfigureAwait(false);
            var known = new KnownFiles(listing);
            var ours = new HashSet<RepositoryPath>();
            foreach (var filePush in sent)
            {
                ours.UnionWith(await PendingOfAsync(filePush, known).ConfigureAwait(false));
            }

            var dropped = listing.Unpublished.All(file => ours.Contains(file.Path))
                ? await DiscardAsync(versionPush, ours).ConfigureAwait(false)
                : await DeleteAsync(versionPush, ours, known).ConfigureAwait(false);
            foreach (var filePush in sent.Where(filePush => filePush.Placed.Any(placed => dropped.Contains(placed.Path))))
            {
                filePush.Failed();
            }

            var left = listing.Unpublished.Count - dropped.Count;
            return dropped.Count == 0 && left == 0 ? null : StepProblems.Dropped(versionPush.Address, dropped.Count, left);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return StepProblems.NotDropped(versionPush.Address, cause);
        }
    }

    /// <summary>What waits of a file. Only files with its content count: others are from another push.</summary>
    private async Task<IEnumerable<RepositoryPath>> PendingOfAsync(FilePush filePush, KnownFiles known)
    {
        var placed = filePush.Placed.Count > 0 || filePush.File.Explode || filePush.File.IsChecksums
            ? filePush.Placed
            : known.Pending(filePush.File.Path) is null
                ? []
                : [
                    new(
                        filePush.File.Path,
                        await LocalFile.HashAsync(
                            filePush.File.Artifact.ContentPath,
                            withSha1: !session.Service.Capabilities.Sha256InListings,
                            Cancellation).ConfigureAwait(false))
                ];
        var paths = placed.Where(content => content.IsPending(known)).Select(content => content.Path).ToList();
        return session.Signing is not null
            ? paths.Concat(
                placed.Select(content => Signatures.PathOf(content.Path)).OfType<RepositoryPath>()
                    .Where(path => known.Pending(path) is not null))
            : paths;
    }

    private async Task<IReadOnlyCollection<RepositoryPath>> DiscardAsync(VersionPush versionPush, HashSet<RepositoryPath> ours)
    {
        if (ours.Count > 0)
        {
            session.Trace($"dropping what is unpublished of {versionPush.Address}");
            await Files.DiscardAsync(versionPush.Address, Cancellation).ConfigureAwait(false);
        }

        return ours;
    }

    /// <summary>
    /// One by one, beside what others sent. A deletion takes the published file of that path too, so where there is one nothing is done.
    /// </summary>
    private async Task<IReadOnlyCollection<RepositoryPath>> DeleteAsync(
        VersionPush versionPush, IEnumerable<RepositoryPath> ours, KnownFiles known)
    {
        var deleted = new List<RepositoryPath>();
        foreach (var path in ours.Where(path => known.Published(path) is null))
        {
            session.Trace($"dropping {path} of {versionPush.Address}");
            await Files.DeleteFileAsync(new FileAddress(versionPush.Address.Repository, path), Cancellation).ConfigureAwait(false);
            deleted.Add(path);
        }

        return deleted;
    }
}
