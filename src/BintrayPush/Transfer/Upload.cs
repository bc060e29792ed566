using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>
/// Brings one file to the service, or finds that it is there (design of a push, steps 3 and 4). Each attempt opens the file anew. An
/// unpublished file may be sent any number of times, so after a lost answer it is simply sent again; a large one is looked for first.
/// </summary>
internal sealed class Upload(TransferSession session, ProgressMeter meter, Action<BintrayException> failed)
{
    private const long LookFirstAbove = 8 << 20;

    private readonly UnfinishedUpload _unfinished = new(session);

    private CancellationToken Cancellation => session.Cancellation;

    /// <summary>Decides and sends.</summary>
    /// <param name="filePush">The file; its outcome is recorded there.</param>
    /// <param name="known">What the service has in the file's version.</param>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(FilePush filePush, KnownFiles known)
    {
        var file = filePush.File;
        try
        {
            var verdict = await session.Check.JudgeAsync(file, known).ConfigureAwait(false);
            return verdict is Verdict.Missing missing
                ? await SendAsync(filePush, missing).ConfigureAwait(false)
                : Settle(filePush, verdict);
        }
        catch (ContentReadException cause)
        {
            filePush.Failed();
            return TransferProblems.FileUnreadable(file, cause);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            filePush.Failed();
            return TransferProblems.UploadRefused(file, cause);
        }
    }

    /// <summary>
    /// A conflict means that another push was faster, that the bytes were damaged on the way, that the path is another version's, or
    /// (seen on the real service) nothing at all: look. The same content is what was wanted, other content has a better name than
    /// "refused", and what is not there is sent once more.
    /// </summary>
    private async Task<Problem?> SendAsync(FilePush filePush, Verdict.Missing missing)
    {
        BintrayException conflict;
        try
        {
            return await TrySendAsync(filePush, missing, announce: true).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            conflict = refusal;
        }

        session.Options.Trace($"{filePush.File.Address} was refused: {ProblemText.Said(conflict)} Looking what is there.");
        switch (await LookAsync(filePush).ConfigureAwait(false))
        {
            case null:
            case Verdict.Missing { Replaces: true } when !filePush.File.Override:
                filePush.Failed();
                return TransferProblems.UploadRefused(filePush.File, conflict);
            case Verdict.Missing again:
                return await SendAgainAsync(filePush, again).ConfigureAwait(false);
            case var verdict:
                return Settle(filePush, verdict);
        }
    }

    /// <summary>
    /// Where something waits already, the checksum is announced again: refused twice, the bytes are damaged between here and there. Where
    /// nothing is there, it is not: a second refusal is then about the path, and damaged bytes are found by the listing.
    /// </summary>
    private async Task<Problem?> SendAgainAsync(FilePush filePush, Verdict.Missing missing)
    {
        try
        {
            return await TrySendAsync(filePush, missing, announce: missing.Sha256 is not null).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict && missing.Sha256 is not null)
        {
            filePush.Failed();
            return TransferProblems.ArrivedDamaged(filePush.File, $"the service says: {refusal.Message.TrimEnd(' ', '.')}");
        }
    }

    private Task<Problem?> TrySendAsync(FilePush filePush, Verdict.Missing missing, bool announce) => session.Service.Retry.RunAsync(
        $"send {filePush.File.Address}",
        async attempt =>
        {
            if (attempt > 1 && filePush.File.Artifact.Size > LookFirstAbove
                && await LookAsync(filePush).ConfigureAwait(false) is { } verdict and not Verdict.Missing)
            {
                return Settle(filePush, verdict);
            }

            return await SendOnceAsync(filePush, missing, announce, goOn: true).ConfigureAwait(false);
        },
        Cancellation,
        failure =>
        {
            filePush.MarkUncertain();
            failed(failure);
        });

    /// <returns><see langword="null"/> if the service does not say what it has.</returns>
    private async Task<Verdict?> LookAsync(FilePush filePush)
    {
        try
        {
            var listing = await session.Service.Files.ListFilesAsync(filePush.File.Version, includeUnpublished: true, Cancellation)
                .ConfigureAwait(false);
            var known = new KnownFiles(listing);
            return await session.Check.JudgeAsync(filePush.File, known).ConfigureAwait(false);
        }
        catch (BintrayException failure)
        {
            session.Options.Trace($"{filePush.File.Version} could not be listed: {ProblemText.Said(failure)}");
            return null;
        }
    }

    private static Problem? Settle(FilePush filePush, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Found { Published: false } found when filePush.IsUncertain:
                filePush.MarkSent(found.Hashes, replaces: false, DateTimeOffset.UtcNow, found.Placed);
                return null;
            case Verdict.Found found:
                filePush.MarkUnchanged(found.Hashes, found.Published, found.Placed);
                return null;
            case Verdict.Taken taken:
                filePush.MarkConflict(taken);
                return taken.Problem;
            default:
                throw new InvalidOperationException("What is missing is to be sent.");
        }
    }

    /// <param name="filePush">The file.</param>
    /// <param name="missing">What is known of it.</param>
    /// <param name="announce">Whether its checksum is announced, where it is known.</param>
    /// <param name="goOn">Whether an upload is gone on with that was cut off, if there is one.</param>
    private async Task<Problem?> SendOnceAsync(FilePush filePush, Verdict.Missing missing, bool announce, bool goOn)
    {
        var file = filePush.File;
        using var local = LocalFile.Open(
            file.Artifact.ContentPath, withSha1: file.Explode || !session.Service.Capabilities.Sha256InListings);
        session.Options.Trace($"sending {file.Artifact.LocalPath} to {file.Address}, {local.Size} bytes");
        var request = new UploadRequest
        {
            Version = file.Version,
            Path = file.Path,
            Override = file.Override,
            Explode = file.Explode,
            IntoFolder = file.IntoFolder,
            Debian = file.Artifact.Debian,
            Size = local.Size,
            Sha256 = announce ? local.Sha256 ?? missing.Sha256 : null,
        };
        UploadAnswer answer;
        meter.Begin(local);
        try
        {
            request = request with { Resumption = await _unfinished.BeginAsync(request, local, goOn).ConfigureAwait(false) };
            answer = await AttemptLimit.KeepAsync(
                session.Options.Limits.Clock,
                local.Size,
                limit => session.Service.Publishing.UploadAsync(request, local.Content, limit),
                Cancellation).ConfigureAwait(false);
        }
        catch (BintrayException) when (local.HasChanged())
        {
            // Longer or shorter than announced, for example: whatever the service says of that, the cause is here.
            filePush.MarkUncertain();
            filePush.Failed();
            return TransferProblems.FileChanged(file);
        }
        catch (BintrayException refusal) when (request.Resumption is { Offset: > 0 } && !RetryPolicy.IsTransient(refusal))
        {
            // What is kept may not be what was sent, and something in between may not let the method through.
            session.Options.Trace($"{file.Address} is sent from its beginning: {ProblemText.Said(refusal)}");
            return await SendOnceAsync(filePush, missing, announce, goOn: false).ConfigureAwait(false);
        }
        finally
        {
            meter.End(local);
        }

        var hashes = local.Finish();
        filePush.MarkSent(hashes, missing.Replaces, DateTimeOffset.UtcNow,
            file.Explode ? missing.Unpacked ?? [] : [new(file.Path, hashes)]);
        if (local.HasChanged() || hashes.Size != local.Size)
        {
            filePush.Failed();
            return TransferProblems.FileChanged(file);
        }

        return answer.Warning is { } warning ? TransferProblems.ServiceWarns(file.Path.Value, warning) : null;
    }
}
