using BintrayPush.Compare;
using BintrayPush.Destinations;
using BintrayPush.Messages;
using BintrayPush.Retry;
using BintrayPush.Transfer;

namespace BintrayPush.Verify;

/// <summary>Reads public files and compares them with what a receipt says. Nothing of their content is kept.</summary>
/// <param name="destination">Where they are.</param>
/// <param name="retry">Asks again.</param>
/// <param name="meter">Counts what is read.</param>
/// <param name="trace">Gets a line per file.</param>
/// <param name="failed">Gets every failure that may pass.</param>
internal sealed class PublicReader(
    Destination destination,
    Retrying retry,
    ProgressMeter meter,
    Action<string> trace,
    Action<BintrayException> failed,
    CancellationToken cancellation)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads a file as everybody does.</summary>
    /// <param name="claim">What the receipt says of it.</param>
    /// <param name="repository">The metadata of its repository.</param>
    public async Task<VerifiedFile> ReadAsync(ClaimedFile claim, RepositoryDetails repository)
    {
        trace($"reading back {claim.Address}, {claim.Content.Size} bytes");
        try
        {
            var served = await retry.RunAsync($"read back {claim.Address}", _ => ReadServedAsync(claim), cancellation, failed)
                .ConfigureAwait(false);
            return served.Finding == Finding.Intact && destination.HasPlainFiles
                && destination.Locate(claim.Address, repository) is { } plain
                ? await ReadPlainAsync(claim, plain).ConfigureAwait(false)
                : served;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return new VerifiedFile(claim, Finding.Unread, null, VerifyProblems.PublishedUnreadable(claim, cause));
        }
        finally
        {
            meter.End(claim);
        }
    }

    private async Task<VerifiedFile> ReadServedAsync(ClaimedFile claim)
    {
        using var download = await destination.Service.DownloadAsync(claim.Address, includeUnpublished: false, cancellation)
            .ConfigureAwait(false);
        if (download is null)
        {
            return Missing(claim, "");
        }

        // Other content is not read to its end, however much of it there is.
        var served = download.File;
        if (served.Size is { } size && size != claim.Content.Size)
        {
            return Different(
                claim, "", null, $"{size} bytes{(served.Sha256 is { } sha256 ? $" with SHA-256 {sha256}" : "")}", Replaced(served));
        }

        try
        {
            var found = await IncomingContent.ReadAsync(
                download.Content, Stream.Null, claim.Content.Size, cancellation, stream =>
                    meter.Begin(claim, stream)).ConfigureAwait(false);
            return Compare(claim, "", found, served.HasContent(claim.Content)
                ? "The service itself says that it is what was pushed: what it keeps is damaged, or something on the way changes it."
                : Replaced(served));
        }
        catch (BintrayException more) when (more.Status == BintrayException.BadRequest)
        {
            return Different(claim, "", null, $"more than {claim.Content.Size} bytes", Replaced(served));
        }
    }

    /// <summary>What a static web server or a package manager reads.</summary>
    private async Task<VerifiedFile> ReadPlainAsync(ClaimedFile claim, string file)
    {
        var where = $" as the plain file {file}";
        try
        {
            using var content = RegularFile.OpenRead(
                file, bufferSize: BufferSize, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            var found = await IncomingContent.ReadAsync(
                content, Stream.Null, limit: null, cancellation, stream => meter.Begin(claim, stream)).ConfigureAwait(false);
            return Compare(
                claim,
                where,
                found,
                $"Something else than a push wrote to it: delete it, and push again with {Setting.Override.On} to have it made anew.");
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return Missing(claim, where);
        }
    }

    private static VerifiedFile Compare(ClaimedFile claim, string where, ContentHashes found, string cause) =>
        found with { Md5 = null } == claim.Content
            ? new VerifiedFile(claim, Finding.Intact, found, null)
            : Different(claim, where, found, ProblemText.Words(found), cause);

    private static VerifiedFile Missing(ClaimedFile claim, string where) => claim.IsPublic
        ? new VerifiedFile(claim, Finding.Missing, null, VerifyProblems.PublishedMissing(claim, where))
        : new VerifiedFile(claim, Finding.Waiting, null, null);

    private static VerifiedFile Different(ClaimedFile claim, string where, ContentHashes? found, string words, string cause) =>
        claim.IsPublic
        ? new VerifiedFile(claim, Finding.Different, found, VerifyProblems.PublishedDiffers(claim, where, words, cause))
        : new VerifiedFile(claim, Finding.Waiting, found, null);

    private static string Replaced(DownloadedFile served)
    {
        var where = served.Version is { } version ? $"; it is in version {version.Name} of {version.Package}" : "";
        return $"It was replaced after the push, or something on the way changes it{where}.";
    }
}
