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

    private const string Extension = ".asc";

    /// <summary>
    /// Whether a signature stands beside everything that was delivered, and came with or after it: one that is older may be of the bytes
    /// that were there before.
    /// </summary>
    public static bool Covers(KnownFiles known, FilePush filePush) => filePush.Placed.All(placed =>
        PathOf(placed.Path) is not { } path
            || (known.Published(path) is { } signature && !(signature.Created < known.Published(placed.Path)?.Created)));

    /// <summary>
    /// What has no signature although the service was asked for it: one that has no key may say nothing and sign nothing (protocol
    /// reference, section 10). Whether one that is there is of these bytes is the service's word.
    /// </summary>
    public static IReadOnlyList<RepositoryPath> Unsigned(KnownFiles known, IEnumerable<FilePush> files) =>
    [
        .. files.SelectMany(file => file.Placed.Select(placed => placed.Path).Where(path => PathOf(path) is { } signature
            && known.Pending(signature) is null && known.Published(signature) is null)),
    ];

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
            return answer.Warning is { } warning ? (false, Weighed(SigningProblems.NothingSigned(version, warning))) : (true, null);
        }
        catch (OperationCanceledException) when (!session.Cancellation.IsCancellationRequested)
        {
            return (false, SigningProblems.TooSlow(version, allowed));
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            var problem = SigningProblems.Refused(version, cause);
            return (false, cause is BintrayException { Status: >= 400 and < 500 } ? Weighed(problem) : problem);
        }
    }

    /// <summary>What a service cannot sign is an error, unless signatures are wanted only if they can be had.</summary>
    public Problem Weighed(Problem problem) => signing.IfAvailable ? SigningProblems.GoesOnWithout(problem) : problem;

    /// <summary>
    /// Where the signature stands; nothing for a signature itself, or if that would be no legal path, so that there cannot be one.
    /// </summary>
    public static RepositoryPath? PathOf(RepositoryPath file) =>
        !file.Value.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            && RepositoryPath.TryParse(file.Value + Extension, out var signature, out _) ? signature : null;
}
