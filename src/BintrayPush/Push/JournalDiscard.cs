using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Report;
using BintrayPush.Retry;

namespace BintrayPush.Push;

/// <summary>Drops what was not published of a release that was cut off, by its journal, and never files of another push.</summary>
public static class JournalDiscard
{
    /// <summary>Drops it.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="destination">Where the release went.</param>
    /// <param name="limits">How often a call is made again.</param>
    /// <param name="trace">Gets a line for every call that is made again.</param>
    /// <returns>How many files were dropped.</returns>
    /// <exception cref="BintrayException">The service refused, or could not be asked. It is safe to repeat.</exception>
    public static async Task<int> RunAsync(
        ReleaseJournal journal, Destination destination, PushLimits limits, Action<string> trace, CancellationToken cancellation)
    {
        var files = new RetriedService(destination.Service, new Retrying(limits.RetryCount, limits.Clock, trace)).Files;
        var dropped = 0;
        foreach (var version in journal.Versions.Where(version => !version.Published))
        {
            try
            {
                var listing = await files.ListFilesAsync(version.Version, includeUnpublished: true, cancellation).ConfigureAwait(false);
                dropped += await DropAsync(files, version, listing, cancellation).ConfigureAwait(false);
            }
            catch (BintrayException gone) when (gone.Status == BintrayException.NotFound)
            {
                // With its version everything of it is gone.
            }
        }

        return dropped;
    }

    private static async Task<int> DropAsync(
        Api.Service.IFiles files, JournalVersion version, FileListing listing, CancellationToken cancellation)
    {
        var known = new KnownFiles(listing);
        var ours = new HashSet<RepositoryPath>(version.Files.Where(file => file.IsPending(known)).Select(file => file.Path));
        if (ours.Count > 0 && listing.Unpublished.All(file => ours.Contains(file.Path)))
        {
            return (await files.DiscardAsync(version.Version, cancellation).ConfigureAwait(false)).Files;
        }

        // One by one, beside what others sent. A deletion takes the published file of that path too, so where there is one it stays.
        var alone = ours.Where(path => known.Published(path) is null).ToList();
        foreach (var path in alone)
        {
            await files.DeleteFileAsync(new FileAddress(version.Version.Repository, path), cancellation).ConfigureAwait(false);
        }

        return alone.Count;
    }
}
