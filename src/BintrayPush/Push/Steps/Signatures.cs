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

    /// <summary>
    /// The signatures among the deliveries in whose place the service has made another one: what was delivered is of other bytes.
    /// </summary>
    public static IEnumerable<FilePush> Replaced(KnownFiles known, IEnumerable<FilePush> files) => files.Where(file => file.Placed.Any(
        placed => IsSignature(placed.Path) && known.Pending(placed.Path) is { Sha256: { } made }
            && !string.Equals(made, placed.Content.Sha256, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Signs the files of a version.</summary>
    /// <returns>Whether there are signatures now that wait for a publish; and what is wrong.</returns>
    public async Task<(bool Signed, Problem? Problem)> AddAsync(VersionPush versionPush)
    {
        var version = versionPush.Address;
        var files = versionPush.Files.Sum(file => Math.Max(1, file.Placed.Count));
        var allowed = TimeSpan.FromTicks(LimitForEach.Ticks * files);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        session.Limits.Clock.CancelAfter(limit, allowed);
        try
        {
            session.Trace($"signing {version}");
            var answer = await SignAsync(versionPush, limit.Token).ConfigureAwait(false);
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

    /// <summary>
    /// Of a leg only its own files: a signature of another one would be in no leg, and nobody could seal the release.
    /// </summary>
    private async Task<ServiceAnswer> SignAsync(VersionPush version, CancellationToken cancellation)
    {
        if (session.Settings.Leg is null)
        {
            return await session.Service.Signing.SignVersionAsync(version.Address, signing.Passphrase, cancellation).ConfigureAwait(false);
        }

        foreach (var path in version.Files.SelectMany(file => file.Placed).Select(placed => placed.Path).Distinct()
            .Where(path => PathOf(path) is not null))
        {
            var file = new FileAddress(version.Address.Repository, path);
            var answer = await session.Service.Signing.SignFileAsync(file, signing.Passphrase, cancellation).ConfigureAwait(false);
            if (answer.Warning is not null)
            {
                return answer;
            }
        }

        return ServiceAnswer.Done;
    }

    /// <summary>What a service cannot sign is an error, unless signatures are wanted only if they can be had.</summary>
    public Problem Weighed(Problem problem) => signing.IfAvailable ? SigningProblems.GoesOnWithout(problem) : problem;

    /// <summary>Whether a file is called like a signature.</summary>
    public static bool IsSignature(RepositoryPath file) => file.Value.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Where the signature stands; nothing for a signature itself, or if that would be no legal path, so that there cannot be one.
    /// </summary>
    public static RepositoryPath? PathOf(RepositoryPath file) =>
        !IsSignature(file) && RepositoryPath.TryParse(file.Value + Extension, out var signature, out _) ? signature : null;
}
