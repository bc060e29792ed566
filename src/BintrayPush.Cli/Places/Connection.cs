using BintrayPush.Cli.Feeds;
using BintrayPush.Cli.Messages;
using BintrayPush.Destinations;
using BintrayPush.Formats.Debian;
using BintrayPush.Places;
using BintrayPush.Signing.Keys;
using BintrayPush.Storage;

namespace BintrayPush.Cli.Places;

/// <summary>A place and, if it is a service, how it is spoken to.</summary>
/// <param name="Place">The place.</param>
/// <param name="Settings">How it is spoken to; nothing for a folder or a bucket.</param>
/// <param name="Keys">What is signed with if it is no service; nothing where the home of the user is not known.</param>
internal sealed record Connection(ChosenPlace Place, ConnectionSettings? Settings, SubjectKeys? Keys)
{
    /// <summary>What writes the static feeds of a folder; other places have none.</summary>
    public IStaticFeeds? StaticFeeds => Place is ChosenPlace.Folder folder ? new FolderFeeds(folder.Path) : null;

    /// <summary>Opens it. A folder that is not there is not made only to say that there is nothing in it.</summary>
    public Task<OpenDestination> OpenAsync(CancellationToken cancellation) =>
        OpenAsync(Place is ChosenPlace.Folder folder && !Directory.Exists(folder.Path), cancellation);

    /// <summary>Opens it.</summary>
    /// <param name="readOnly">Whether it is only looked at.</param>
    public async Task<OpenDestination> OpenAsync(bool readOnly, CancellationToken cancellation)
    {
        try
        {
            // What a build does not load.
            var options = new RepositoryOptions { DebReader = new DebReader(), Keys = Keys };
            return await PlaceOpener.OpenAsync(Place, Settings, readOnly, cancellation, options, new Buckets()).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (Place is ChosenPlace.Bucket bucket)
        {
            throw CommandFailure.Failed(BucketComplaints.Of(bucket.Address, refusal));
        }
        catch (BintrayException refusal)
        {
            throw CommandFailure.Failed(PlaceProblems.FolderUnusable(Place.Name, refusal.Message));
        }
    }
}
