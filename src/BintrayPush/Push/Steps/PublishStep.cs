using BintrayPush.Retry;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes public what is not public yet. Where the service takes releases, all versions of a subject become public at one moment. Where it
/// does not, what points to other versions waits until all of those are public, and those that wait for no other are published at the same
/// time: then for as short as can be only some of them are public.
/// </summary>
internal sealed class PublishStep : IPushStep
{
    public string Name => "publish";

    public bool IsDue(PushSession session) => !session.HasFailed && session.Settings.PublishesAtOnce;

    public async Task RunAsync(PushSession session)
    {
        var publishing = new Publishing(session);
        var groups = PublishOrder.Of([.. session.Versions.Where(version => version.NeedsPublish)]);
        if (session.Service.Capabilities.Releases)
        {
            groups = PublishOrder.AtOnce(groups);
        }

        var journal = PublishJournal.Begin(session, groups.Sum(group => group.Count));
        foreach (var group in groups.TakeWhile(_ => !session.HasFailed))
        {
            var problems = await Concurrently.RunAsync(group, session.Limits.MaxParallelUploads, async versions =>
            {
                var problem = session.Cancellation.IsCancellationRequested
                    ? null
                    : await publishing.RunAsync(versions).ConfigureAwait(false);
                journal.Note();
                return problem;
            }).ConfigureAwait(false);
            foreach (var problem in problems)
            {
                session.Report(problem);
            }

            session.Cancellation.ThrowIfCancellationRequested();
        }
    }
}
