namespace BintrayPush.Push.Steps;

/// <summary>Makes sure that repositories, packages and versions are there, and asks what they hold.</summary>
internal sealed class PrepareStep : IPushStep
{
    public string Name => "prepare";

    public bool IsDue(PushSession session) => true;

    public async Task RunAsync(PushSession session)
    {
        using var prefetched = PrefetchedAnswers.Begin(session);
        foreach (var objection in await new Objections(session, prefetched).FindAsync().ConfigureAwait(false))
        {
            session.Report(objection);
        }

        if (session.HasFailed)
        {
            return;
        }

        var preparation = new Preparation(session, prefetched, (words, carryOut) =>
        {
            session.Trace(words);
            return carryOut();
        });
        // What another push brings meanwhile to a version that was not there is met as a conflict.
        await new PreparationWalk(session, preparation) { Width = session.Limits.MaxParallelUploads }
            .RunAsync(version => session.ListAsync(version, prefetched.ListingAsync(version.Address))).ConfigureAwait(false);
    }
}
