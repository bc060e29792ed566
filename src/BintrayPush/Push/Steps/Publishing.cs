using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>
/// Makes versions public: one by a call of its own, several by one call for all where the service takes releases. Whether that has happened
/// is never guessed: where the answer is lost, or only says that the publish was accepted, it is looked.
/// </summary>
internal sealed class Publishing(PushSession session)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);
    private readonly DownloadAvailability _availability = new(session);

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>Publishes versions and records which of their files are now public.</summary>
    /// <param name="versions">One version, or a release of several.</param>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(IReadOnlyList<VersionPush> versions)
    {
        try
        {
            var answer = await AskAsync(versions).ConfigureAwait(false);
            foreach (var version in versions.Where(_ => !answer.IsDone))
            {
                version.IsAccepted = true;
                if (await _availability.AwaitAsync(version).ConfigureAwait(false) is { } problem)
                {
                    return problem;
                }
            }

            foreach (var version in versions)
            {
                version.MarkPublished();
            }

            return answer.Warning is { } warning ? TransferProblems.ServiceWarns(NameOf(versions), warning) : null;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            // The answer may be lost and the work done: the receipt must not claim that nothing is public.
            if (await ArePublicAsync(versions).ConfigureAwait(false))
            {
                return null;
            }

            return cause is OperationCanceledException ? null : StepProblems.PublishRefused(NameOf(versions), cause);
        }
    }

    private static string NameOf(IReadOnlyList<VersionPush> versions) => versions.Count == 1
        ? $"Version {versions[0].Address}"
        : $"The release of {versions.Count} versions of '{versions[0].Address.Repository.Subject}'";

    private async Task<PublishAnswer> AskAsync(IReadOnlyList<VersionPush> versions)
    {
        var what = string.Join(", ", versions.Select(version => version.Address));
        try
        {
            return await session.Service.Retry.RunAsync(
                $"publish {what}", attempt => PublishAsync(versions, what, attempt), Cancellation).ConfigureAwait(false);
        }
        catch (BintrayException late) when (late.Status == BintrayException.Timeout)
        {
            // It was accepted, and may come to its end without anybody waiting for it (protocol reference, section 9).
            return new PublishAnswer(0);
        }
    }

    private async Task<PublishAnswer> PublishAsync(IReadOnlyList<VersionPush> versions, string what, int attempt)
    {
        if (attempt > 1 && await ArePublicAsync(versions).ConfigureAwait(false))
        {
            return new PublishAnswer(0) { IsDone = true };
        }

        session.Trace($"publishing {what}");
        var service = session.Service.Publishing;
        if (versions is [var one])
        {
            var request = new PublishRequest { Expected = one.Expected, Passphrase = PassphraseFor(one) };
            return await service.PublishAsync(one.Address, request, Cancellation).ConfigureAwait(false);
        }

        var release = versions.Select(
            version => new ReleasedVersion(version.Address, version.Expected) { Passphrase = PassphraseFor(version) });
        return await service.PublishReleaseAsync([.. release], Cancellation).ConfigureAwait(false);
    }

    /// <summary>Some repositories sign when something is published: Debian ones their index, others what has no signature yet.</summary>
    private Secret? PassphraseFor(VersionPush version) =>
        session.DetailsOf(version.Address.Repository) is { Type: RepositoryTypes.Debian } or { GpgSignFiles: true }
            ? session.Settings.Signing?.Passphrase
            : null;

    private async Task<bool> ArePublicAsync(IReadOnlyList<VersionPush> versions)
    {
        var arePublic = await Concurrently.RunAsync(versions, session.Limits.MaxParallelUploads, IsPublicAsync).ConfigureAwait(false);
        return arePublic.All(isPublic => isPublic);
    }

    /// <summary>Looks once, also after a Cancellation, but then not for long.</summary>
    private async Task<bool> IsPublicAsync(VersionPush versionPush)
    {
        using var limit = new CancellationTokenSource(LastLook);
        try
        {
            var listing = await session.Service.Files.ListFilesAsync(versionPush.Address, includeUnpublished: false, limit.Token)
                .ConfigureAwait(false);
            if (versionPush.MarkPublished(new KnownFiles(listing)).Count > 0)
            {
                return false;
            }

            versionPush.MarkPublished();
            return true;
        }
        catch (Exception cause) when (Failure.IsExpected(cause) || cause is OperationCanceledException)
        {
            return false;
        }
    }
}
