using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>Has the service sign versions with the key it keeps for their subject (semantics reference, section 6).</summary>
internal sealed class Signatures(PushSession session, SigningOrder signing)
{
    /// <summary>The time allowed grows with the number of files (rule 6.3).</summary>
    private static readonly TimeSpan LimitForEach = TimeSpan.FromSeconds(90);

    /// <summary>Whether a signature stands beside everything that was delivered.</summary>
    public static bool Covers(KnownFiles known, FilePush filePush) =>
        filePush.Placed.All(placed => PathOf(placed.Path) is not { } signature || known.Published(signature) is not null);

    /// <summary>The signatures of files, as far as they wait for a publish.</summary>
    public static IEnumerable<ExpectedFile> Waiting(KnownFiles known, IEnumerable<ExpectedFile> files) =>
        files.Select(file => PathOf(file.Path) is { } signature ? known.Pending(signature) : null)
            .Where(signature => signature?.Sha256 is not null)
            .Select(signature => new ExpectedFile(signature!.Path, signature.Sha256!));

    /// <summary>Signs all files of a version.</summary>
    /// <returns>Whether there are signatures now that wait for a publish; and what is wrong.</returns>
    public async Task<(bool Signed, Problem? Problem)> AddAsync(VersionAddress version, int files)
    {
        var allowed = TimeSpan.FromTicks(LimitForEach.Ticks * files);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        session.Limits.Clock.CancelAfter(limit, allowed);
        try
        {
            session.Trace($"signing {version}");
            var answer = await session.Service.Signing.SignVersionAsync(version, signing.Passphrase, limit.Token).ConfigureAwait(false);
            return answer.Warning is { } warning ? (false, StepProblems.NothingSigned(version, warning)) : (true, null);
        }
        catch (OperationCanceledException) when (!session.Cancellation.IsCancellationRequested)
        {
            return (false, StepProblems.SignTooSlow(version, allowed));
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return (false, StepProblems.SignRefused(version, cause));
        }
    }

    /// <summary>Where the signature stands; nothing if that would be no legal path, so that there cannot be one.</summary>
    public static RepositoryPath? PathOf(RepositoryPath file) =>
        RepositoryPath.TryParse(file + ".asc", out var signature, out _) ? signature : null;
}
