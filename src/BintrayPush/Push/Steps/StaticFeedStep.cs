using BintrayPush.Destinations;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Brings the static feeds of the repositories up to date, once everything is public: also where nothing was to be published, since an
/// earlier push may have been ended before its feed was written.
/// </summary>
internal sealed class StaticFeedStep : IPushStep
{
    /// <summary>The time and the failures are counted with the publish that it follows.</summary>
    public string Name => "publish";

    public bool IsDue(PushSession session) =>
        !session.HasFailed && session.Settings.PublishesAtOnce && session.Settings.StaticFeed is not null;

    public async Task RunAsync(PushSession session)
    {
        foreach (var repository in session.Versions.Select(version => version.Address.Repository).Distinct())
        {
            session.Trace($"write the static feed of {repository}");
            var (feed, problem) = await session.StaticFeeds!.WriteAsync(
                repository, session.Settings.StaticFeed!, session.Cancellation).ConfigureAwait(false);
            session.Report(problem);
            if (feed is not null)
            {
                session.Feeds.Add(feed);
                Report(session, repository, feed);
            }
        }
    }

    /// <summary>Of others only who pushed them is told.</summary>
    private static void Report(PushSession session, RepositoryAddress repository, WrittenFeed feed)
    {
        var faults = feed.Unsound.ToDictionary(package => package.Path, package => package.Fault, StringComparer.Ordinal);
        foreach (var file in session.Files.Select(file => file.File).Where(file => file.Version.Repository.Equals(repository)))
        {
            if (faults.TryGetValue(file.Path.Value, out var fault))
            {
                session.Report(StaticFeedProblems.NotShown(new FileAddress(repository, file.Path), fault, file.Artifact.LocalPath));
            }
        }
    }
}
