using BintrayPush.Cli.Messages;
using BintrayPush.Places;

namespace BintrayPush.Cli.Places;

/// <summary>A place and, if it is a service, how it is spoken to.</summary>
/// <param name="Place">The place.</param>
/// <param name="Settings">How it is spoken to; nothing for a folder.</param>
internal sealed record Connection(ChosenPlace Place, ConnectionSettings? Settings)
{
    /// <summary>Opens it.</summary>
    /// <param name="readOnly">Whether it is only looked at.</param>
    public async Task<OpenDestination> OpenAsync(bool readOnly, CancellationToken cancellation)
    {
        try
        {
            return await PlaceOpener.OpenAsync(Place, Settings, readOnly, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal)
        {
            throw CommandFailure.Failed(PlaceProblems.FolderUnusable(Place.Name, refusal.Message));
        }
    }
}
