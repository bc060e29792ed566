namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes public what is not public yet. What points to other versions waits until all of those are public.
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
            foreach (var version in group)
            {
                session.Report(await publishing.RunAsync(version).ConfigureAwait(false));
                session.Cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
