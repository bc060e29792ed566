using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Records what has arrived as a leg of a release, which is published when it is sealed. It is the last thing to be done: a leg that is
/// recorded is whole.
/// </summary>
internal sealed class StageStep : IPushStep
{
    /// <summary>It stands in the place of a publish.</summary>
    public string Name => "publish";

    public bool IsDue(PushSession session) => !session.HasFailed && session.Settings.Leg is not null && !session.IsLegPublished;

    public async Task RunAsync(PushSession session)
    {
        var order = session.Settings.Leg!;
        if (session.Files.FirstOrDefault(file => file.Placed.Count == 0) is { } archive)
        {
            session.Report(LegProblems.Unknowable(archive.File));
            return;
        }

        try
        {
            session.Trace($"staging leg {order.Leg} of release {order.Release}");
            session.Staged = await session.Service.Releases.StageLegAsync(
                session.ReleaseOf(order), order.Leg, LegContents.Of(session.Versions), session.Cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            session.Report(StepProblems.LegRefused(order, cause));
        }
    }
}
