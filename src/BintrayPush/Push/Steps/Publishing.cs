using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes versions public, one call each. Whether that has happened is never guessed: where the answer is lost, or only says that the
/// publish was accepted, it is looked.
/// </summary>
internal sealed class Publishing(PushSession session)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);
    private readonly DownloadAvailability _availability = new(session);

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>Publishes a version and records which of its files are now public.</summary>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(VersionPush versionPush)
    {
        try
        {
            var answer = await AskAsync(versionPush).ConfigureAwait(false);
            if (!answer.IsDone)
            {
                versionPush.IsAccepted = true;
                if (await _availability.AwaitAsync(versionPush).ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }
            }

            versionPush.MarkPublished();
            return answer.Warning is { } warning ? TransferProblems.ServiceWarns(versionPush.Address.ToString(), warning) : null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            // The answer may be lost and the work done: the receipt must not claim that nothing is public.
            if (await IsPublicAsync(versionPush).ConfigureAwait(false))
            {
                versionPush.MarkPublished();
                return null;
            }

            return cause is OperationCanceledException ? null : StepProblems.PublishRefused(versionPush.Address, cause);
        }
    }

    private async Task<PublishAnswer> AskAsync(VersionPush versionPush)
    {
        try
        {
            return await session.Service.Retry.RunAsync(
                $"publish {versionPush.Address}", attempt => PublishAsync(versionPush, attempt), Cancellation).ConfigureAwait(false);
        }
        catch (BintrayException late) when (late.Status == BintrayException.Timeout)
        {
            // It was accepted, and may come to its end without anybody waiting for it (protocol reference, section 9).
            return new PublishAnswer(0);
        }
    }

    private async Task<PublishAnswer> PublishAsync(VersionPush versionPush, int attempt)
    {
        if (attempt > 1 && await IsPublicAsync(versionPush).ConfigureAwait(false))
        {
            return new PublishAnswer(0) { IsDone = true };
        }

        session.Trace($"publishing {versionPush.Address}");
        return await session.Service.Publishing.PublishAsync(
            versionPush.Address, new PublishRequest { Expected = versionPush.Expected }, Cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks once, also after a Cancellation, but then not for long.</summary>
    private async Task<bool> IsPublicAsync(VersionPush versionPush)
    {
        using var limit = new CancellationTokenSource(LastLook);
        try
        {
            var listing = await session.Service.Files.ListFilesAsync(versionPush.Address, includeUnpublished: false, limit.Token)
                .ConfigureAwait(false);
            return versionPush.MarkPublished(new KnownFiles(listing)).Count == 0;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            return false;
        }
    }
}
