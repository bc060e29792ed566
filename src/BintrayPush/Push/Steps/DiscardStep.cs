using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>Drops what a failed push left unpublished, if that is wanted.</summary>
internal sealed class DiscardStep : IPushStep
{
    public string Name => "discard";

    public bool IsDue(PushSession session) => session.HasFailed && session.Settings.OnFailure == OnFailure.Discard;

    public async Task RunAsync(PushSession session)
    {
        var leftovers = new Leftovers(session);
        foreach (var version in session.Versions)
        {
            session.Report(await leftovers.DropAsync(version).ConfigureAwait(false));
        }
    }
}
