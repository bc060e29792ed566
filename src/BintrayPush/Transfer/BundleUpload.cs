using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;

namespace BintrayPush.Transfer;

/// <summary>
/// Brings many small files to the service in one call. It is tried once: whatever goes wrong, each file can be sent alone, and then it
/// is known what is wrong with which.
/// </summary>
internal sealed class BundleUpload(TransferSession session, Action<BintrayException> failed)
{
    /// <summary>Uploads the files in one request and records each one's outcome.</summary>
    /// <param name="items">Files of one version of which the service has nothing.</param>
    /// <returns>What is wrong with each, or nothing; <see langword="null"/> if they are to be sent one by one.</returns>
    public async Task<IReadOnlyList<Problem?>?> TryRunAsync(IReadOnlyList<UploadItem> items)
    {
        var files = new LocalFile?[items.Count];
        var version = items[0].FilePush.File.Version;
        session.Options.Trace($"sending {items.Count} files to {version} in one call");
        try
        {
            var bundle = items.Select((item, i) => new BundledFile(item.FilePush.File.Path, () => Open(item, ref files[i])))
                .ToList();
            var answer = await AttemptLimit.KeepAsync(
                session.Options.Limits.Clock, items.Sum(item => item.Size), limit =>
                    session.Service.Publishing.UploadBundleAsync(version, bundle, limit), session.Cancellation).ConfigureAwait(false);
            var problems = items.Select((item, i) => Settle(item.FilePush, files[i]!)).ToArray();
            problems[0] ??= answer.Warning is { } warning ? TransferProblems.ServiceWarns(version.ToString(), warning) : null;
            return problems;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            session.Options.Trace(
                $"{items.Count} files of {version} could not be sent in one call: {ProblemText.Said(cause)} Sending them one by one.");
            foreach (var item in items)
            {
                item.FilePush.MarkUncertain();
            }

            if (cause is BintrayException failure)
            {
                failed(failure);
            }

            return null;
        }
        finally
        {
            foreach (var file in files)
            {
                file?.Dispose();
            }
        }
    }

    /// <summary>A connection that turns out to be closed makes the HTTP client begin again.</summary>
    private static Stream Open(UploadItem item, ref LocalFile? file)
    {
        file?.Dispose();
        file = LocalFile.Open(item.FilePush.File.Artifact.ContentPath, withSha1: false);
        return file.Sha256 is not null
            ? file.Content
            : throw new ContentReadException(new IOException("it has grown since the push began"));
    }

    private static Problem? Settle(FilePush filePush, LocalFile file)
    {
        var hashes = file.Finish();
        filePush.MarkSent(hashes, replaces: false, DateTimeOffset.UtcNow, [new(filePush.File.Path, hashes)]);
        if (!file.HasChanged() && hashes.Size == file.Size)
        {
            return null;
        }

        filePush.Failed();
        return TransferProblems.FileChanged(filePush.File);
    }
}
