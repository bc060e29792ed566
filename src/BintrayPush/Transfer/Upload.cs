using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>
/// Brings one file to the service, or finds that it is there (design of a push, steps 3 and 4). Each attempt opens the file anew. An
/// unpublished file may be sent any number of times, so after a lost answer it is simply sent again; a large one is looked for first.
/// </summary>
internal sealed class Upload(
    IBintray service,
    Comparison comparison,
    Retrying retry,
    Clock clock,
    ProgressMeter meter,
    Action<BintrayException> failed,
    Action<string> trace,
    CancellationToken cancellation)
{
    private const long LookFirstAbove = 8 << 20;

    /// <summary>Decides and sends.</summary>
    /// <param name="delivery">The file; it is told what became of it.</param>
    /// <param name="known">What the service has in the file's version.</param>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(Delivery delivery, KnownFiles known)
    {
        var file = delivery.File;
        try
        {
            var verdict = await comparison.JudgeAsync(file, known).ConfigureAwait(false);
            return verdict is Verdict.Missing missing
                ? await SendAsync(delivery, missing).ConfigureAwait(false)
                : Settle(delivery, verdict);
        }
        catch (ContentReadException cause)
        {
            delivery.Failed();
            return TransferProblems.FileUnreadable(file, cause);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            delivery.Failed();
            return TransferProblems.UploadRefused(file, cause);
        }
    }

    /// <summary>
    /// A conflict means that somebody else was faster, that the bytes were damaged on the way, that the path is another version's, or
    /// (seen on the real service) nothing at all: look. The same content is what was wanted, other content has a better name than
    /// "refused", and what is not there is sent once more.
    /// </summary>
    private async Task<Problem?> SendAsync(Delivery delivery, Verdict.Missing missing)
    {
        BintrayException conflict;
        try
        {
            return await TrySendAsync(delivery, missing, announce: true).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict)
        {
            conflict = refusal;
        }

        trace($"{delivery.File.Address} was refused: {ProblemText.Said(conflict)} Looking what is there.");
        switch (await LookAsync(delivery).ConfigureAwait(false))
        {
            case null:
            case Verdict.Missing { Replaces: true } when !delivery.File.Override:
                delivery.Failed();
                return TransferProblems.UploadRefused(delivery.File, conflict);
            case Verdict.Missing again:
                return await SendAgainAsync(delivery, again).ConfigureAwait(false);
            case var verdict:
                return Settle(delivery, verdict);
        }
    }

    /// <summary>
    /// Where something waits already, the checksum is announced again: refused twice, the bytes are damaged between here and there. Where
    /// nothing is there, it is not: a second refusal is then about the path, and damaged bytes are found by the listing.
    /// </summary>
    private async Task<Problem?> SendAgainAsync(Delivery delivery, Verdict.Missing missing)
    {
        try
        {
            return await TrySendAsync(delivery, missing, announce: missing.Sha256 is not null).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict && missing.Sha256 is not null)
        {
            delivery.Failed();
            return TransferProblems.ArrivedDamaged(delivery.File, $"the service says: {refusal.Message.TrimEnd(' ', '.')}");
        }
    }

    private Task<Problem?> TrySendAsync(Delivery delivery, Verdict.Missing missing, bool announce) => retry.RunAsync(
        $"send {delivery.File.Address}",
        async attempt =>
        {
            if (attempt > 1 && delivery.File.Artifact.Size > LookFirstAbove
                && await LookAsync(delivery).ConfigureAwait(false) is { } verdict and not Verdict.Missing)
            {
                return Settle(delivery, verdict);
            }

            return await SendOnceAsync(delivery, missing, announce).ConfigureAwait(false);
        },
        cancellation,
        failure =>
        {
            delivery.MayHaveArrived();
            failed(failure);
        });

    /// <returns><see langword="null"/> if the service does not say what it has.</returns>
    private async Task<Verdict?> LookAsync(Delivery delivery)
    {
        try
        {
            var known = new KnownFiles(
                await service.ListFilesAsync(delivery.File.Version, includeUnpublished: true, cancellation).ConfigureAwait(false));
            return await comparison.JudgeAsync(delivery.File, known).ConfigureAwait(false);
        }
        catch (BintrayException failure)
        {
            trace($"{delivery.File.Version} could not be listed: {ProblemText.Said(failure)}");
            return null;
        }
    }

    private static Problem? Settle(Delivery delivery, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Found { Published: false } found when delivery.IsUncertain:
                delivery.WasSent(found.Hashes, replaces: false, DateTimeOffset.UtcNow, found.Placed);
                return null;
            case Verdict.Found found:
                delivery.FoundThere(found.Hashes, found.Published, found.Placed);
                return null;
            case Verdict.Taken taken:
                delivery.MeetsOther(taken);
                return taken.Problem;
            default:
                throw new InvalidOperationException("What is missing is to be sent.");
        }
    }

    private async Task<Problem?> SendOnceAsync(Delivery delivery, Verdict.Missing missing, bool announce)
    {
        var file = delivery.File;
        using var local = LocalFile.Open(file.Artifact.LocalPath, withSha1: file.Explode || !service.TellsSha256);
        trace($"sending {file.Artifact.LocalPath} to {file.Address}, {local.Size} bytes");
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
            answer = await AttemptLimit.KeepAsync(
                clock, local.Size, limit => service.UploadAsync(request, local.Content, limit), cancellation).ConfigureAwait(false);
        }
        catch (BintrayException) when (local.HasChanged())
        {
            // Longer or shorter than announced, for example: whatever the service says of that, the cause is here.
            delivery.MayHaveArrived();
            delivery.Failed();
            return TransferProblems.FileChanged(file);
        }
        finally
        {
            meter.End(local);
        }

        var hashes = local.Finish();
        delivery.WasSent(hashes, missing.Replaces, DateTimeOffset.UtcNow, file.Explode ? missing.Unpacked ?? [] : [new(file.Path, hashes)]);
        if (local.HasChanged() || hashes.Size != local.Size)
        {
            delivery.Failed();
            return TransferProblems.FileChanged(file);
        }

        return answer.Warning is { } warning ? TransferProblems.ServiceWarns(file.Path.Value, warning) : null;
    }
}
