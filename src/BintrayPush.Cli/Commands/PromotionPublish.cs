using BintrayPush.Cli.Messages;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// The publish of a promoted version. Whether it has happened is never guessed: where it failed, or its answer was lost, it is looked.
/// </summary>
/// <param name="work">The place.</param>
/// <param name="version">The version where it goes.</param>
/// <param name="files">Its files that are not public yet.</param>
internal sealed class PromotionPublish(PlaceWork work, VersionAddress version, IReadOnlyList<RepositoryFile> files)
{
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);

    /// <summary>Whether a file is among others, intact.</summary>
    public static bool Has(IReadOnlyList<RepositoryFile> there, RepositoryFile file) =>
        there.Any(other => other.Path == file.Path && other.Sha256 == file.Sha256 && !other.IsDamaged);

    /// <summary>Makes the files public together.</summary>
    /// <exception cref="CommandFailure">They are not all public; what is seen of them is said.</exception>
    public async Task<PublishAnswer> RunAsync(Secret? passphrase, CancellationToken cancellation)
    {
        var expected = files.Select(file => new ExpectedFile(file.Path, file.Sha256!)).ToList();
        var request = new PublishRequest { Expected = expected, Passphrase = passphrase };
        try
        {
            return await work.RunAsync(
                $"publish {version}",
                async attempt => attempt > 1 && await CountAsync(cancellation).ConfigureAwait(false) == files.Count
                    ? new PublishAnswer(0) { IsDone = true }
                    : await work.Service.PublishAsync(version, request, cancellation).ConfigureAwait(false),
                cancellation).ConfigureAwait(false);
        }
        catch (BintrayException failure) when (!cancellation.IsCancellationRequested)
        {
            var seen = await LookAsync(cancellation).ConfigureAwait(false);
            return seen == files.Count
                ? new PublishAnswer(0) { IsDone = true }
                : throw CommandFailure.Failed(Complaints.NotPublished(version, failure, seen, files.Count));
        }
    }

    /// <summary>Looks once, and not for long.</summary>
    /// <returns>How many of the files are public; <see langword="null"/> if nobody can say.</returns>
    private async Task<int?> LookAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LastLook);
        try
        {
            return await CountAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is BintrayException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async Task<int> CountAsync(CancellationToken cancellation)
    {
        var there = await work.Service.ListFilesAsync(version, includeUnpublished: false, cancellation).ConfigureAwait(false);
        return files.Count(file => Has(there.Published, file));
    }
}
