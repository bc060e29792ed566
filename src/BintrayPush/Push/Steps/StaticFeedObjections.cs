using BintrayPush.Destinations;
using BintrayPush.Messages;

namespace BintrayPush.Push.Steps;

/// <summary>What stands against a static feed, found out before the first write.</summary>
internal sealed class StaticFeedObjections(PushSession session, PrefetchedAnswers prefetched)
{
    public async Task<IReadOnlyList<Problem>> FindAsync()
    {
        var problems = new List<Problem>();
        if (session.Settings.StaticFeed is null)
        {
            return problems;
        }

        foreach (var repository in session.Plan.Versions.Select(version => version.Address.Repository).Distinct())
        {
            if (await FaultOfAsync(repository).ConfigureAwait(false) is { } fault)
            {
                problems.Add(StaticFeedProblems.NoFeed(repository, fault));
            }
        }

        return problems;
    }

    private async Task<string?> FaultOfAsync(RepositoryAddress address)
    {
        try
        {
            var existing = await prefetched.RepositoryAsync(address).ConfigureAwait(false);
            var clause = session.Settings.Repository;
            var details = existing?.Details ?? (clause?.Create == true ? clause.Details : null);
            if (details is null)
            {
                // The preparation says that it is missing.
                return null;
            }

            if (clause is { UpdateExisting: true, Details.Private: true })
            {
                details = details with { Private = true };
            }

            return StaticFeedProblems.FaultOf(details) is { } fault
                ? $"{(existing is null ? "when it is created it" : "it")} {fault}"
                : null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            // The preparation meets it too, and says it.
            return null;
        }
    }
}
