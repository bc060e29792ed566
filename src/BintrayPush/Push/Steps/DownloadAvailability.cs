using System.Globalization;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Waits until everybody can read what a service has accepted for publishing: one that only knows Bintray's protocol does it in its own
/// time, and its answer to the publish proves nothing (protocol reference, section 9).
/// </summary>
internal sealed class DownloadAvailability(PushSession session)
{
    /// <summary>Looks, with growing pauses, until all of a version is there, or for as long as is allowed.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    /// <exception cref="BintrayException">The service refuses to show what is public.</exception>
    public async Task<Problem?> AwaitAsync(VersionPush versionPush)
    {
        var begun = session.Limits.Clock.Elapsed();
        var waited = TimeSpan.Zero;
        IReadOnlyList<RepositoryPath>? missing = null;
        for (var looks = 1; ; looks++)
        {
            missing = await LookAsync(versionPush).ConfigureAwait(false) ?? missing;
            if (missing is { Count: 0 })
            {
                return null;
            }

            // The looks take time as well, and not only the pauses between them.
            var passed = session.Limits.Clock.Elapsed() - begun;
            var left = session.Limits.VisibleWithin - (passed > waited ? passed : waited);
            if (left <= TimeSpan.Zero)
            {
                return StepProblems.NotVisible(versionPush.Address, missing, session.Limits.VisibleWithin);
            }

            var pause = RetryPolicy.Pause(looks, null, session.Limits.Clock.Chance());
            pause = pause < left ? pause : left;
            session.Trace(
                string.Format(
                    CultureInfo.InvariantCulture,
                    "{0} is not public yet; looking again in {1:0.0} s",
                    versionPush.Address,
                    pause.TotalSeconds));
            await session.Limits.Clock.WaitAsync(pause, session.Cancellation).ConfigureAwait(false);
            waited += pause;
        }
    }

    /// <returns>What cannot be seen yet; <see langword="null"/> if the service could not be asked this time.</returns>
    private async Task<IReadOnlyList<RepositoryPath>?> LookAsync(VersionPush versionPush)
    {
        try
        {
            var listing = await session.Service.Files
                .ListFilesAsync(versionPush.Address, includeUnpublished: false, session.Cancellation).ConfigureAwait(false);
            return versionPush.MarkPublished(new KnownFiles(listing));
        }
        catch (BintrayException failure) when (RetryPolicy.IsTransient(failure))
        {
            session.Trace($"{versionPush.Address} could not be listed: {ProblemText.Said(failure)}");
            return null;
        }
    }
}
