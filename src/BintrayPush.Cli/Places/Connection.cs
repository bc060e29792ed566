using BintrayPush.Cli.Messages;
using BintrayPush.Formats.Debian;
using BintrayPush.Places;
using BintrayPush.Storage;

namespace BintrayPush.Cli.Places;

/// <summary>A place and, if it is a service, how it is spoken to.</summary>
/// <param name="Place">The place.</param>
/// <param name="Settings">How it is spoken to; nothing for a folder.</param>
internal sealed record Connection(ChosenPlace Place, ConnectionSettings? Settings)
{
    /// <summary>What a folder is given: what a build does not load.</summary>
    private static RepositoryOptions Options { get; } = new() { DebReader = new DebReader() };

    /// <summary>Opens it.</summary>
    /// <param name="readOnly">Whether it is only looked at.</param>
    public async Task<OpenDestination> OpenAsync(bool readOnly, CancellationToken cancellation)
    {
        try
        {
            return await PlaceOpener.OpenAsync(Place, Settings, readOnly, cancellation, Options).ConfigureAwait(false);
        }
        catch (BintrayException refusal)
        {
            throw CommandFailure.Failed(PlaceProblems.FolderUnusable(Place.Name, refusal.Message));
        }
    }
}
