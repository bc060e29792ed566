using BintrayPush.Retry;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes public what is not public yet. What points to other versions waits until all of those are public. Those that wait for no other are
/// published at the same time: then for as short as can be only some of them are public.
/// </summary>
internal sealed class PublishStep : IPushStep
{
    public string Name => "publish";

    public bool IsDue(PushSession session) => !session.HasFailed && session.Settings.Publish;

    public async Task RunAsync(PushSession session)
    {
        var publishing = new Publishing(session);
        var groups = PublishOrder.Of([.. session.Versions.Where(version => version.NeedsPublish)]);
        foreach (var group in groups.TakeWhile(_ => !session.HasFailed))
        {
            var problems = await Concurrently.RunAsync(group, session.Limits.MaxParallelUploads, async version =>
                session.Cancellation.IsCancellationRequested ? null : await publishing.RunAsync(version).ConfigureAwait(false))
                .ConfigureAwait(false);
            foreach (var problem in problems)
            {
                session.Report(problem);
            }

            session.Cancellation.ThrowIfCancellationRequested();
        }
    }
}
