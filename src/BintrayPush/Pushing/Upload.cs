using BintrayPush.Api;

namespace BintrayPush.Pushing;

/// <summary>Brings one file to the service, or finds that it is there (design of a push, steps 3 and 4).</summary>
internal sealed class Upload(IBintray service, Action<string> trace, CancellationToken cancellation)
{
    /// <summary>Decides and sends.</summary>
    /// <param name="delivery">The file; it is told what became of it.</param>
    /// <param name="known">What the service has in the file's version.</param>
    /// <returns>What is wrong, or nothing.</returns>
    public async Task<Problem?> RunAsync(Delivery delivery, KnownFiles known)
    {
        var file = delivery.File;
        try
        {
            return await Comparison.JudgeAsync(file, known, cancellation).ConfigureAwait(false) switch
            {
                Verdict.Found found => Accept(delivery, found),
                Verdict.Taken taken => taken.Problem,
                Verdict.Missing missing => await SendAsync(delivery, missing).ConfigureAwait(false),
                _ => throw new InvalidOperationException("There is no fourth verdict."),
            };
        }
        catch (BintrayException refusal) when (refusal.Status == BintrayException.Conflict && !file.Explode)
        {
            return await LookAgainAsync(delivery, refusal).ConfigureAwait(false);
        }
        catch (ContentReadException cause)
        {
            delivery.Failed();
            return Problems.FileUnreadable(file, cause);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            delivery.Failed();
            return Problems.UploadRefused(file, cause);
        }
    }

    /// <summary>
    /// A conflict means that somebody else was faster, or that the path is another version's: look, since the same content is what
    /// was wanted, and other content has a better name than "refused".
    /// </summary>
    private async Task<Problem?> LookAgainAsync(Delivery delivery, BintrayException refusal)
    {
        var file = delivery.File;
        try
        {
            var known = new KnownFiles(await service.ListFilesAsync(file.Version, includeUnpublished: true, cancellation).ConfigureAwait(false));
            return await Comparison.JudgeAsync(file, known, cancellation).ConfigureAwait(false) switch
            {
                Verdict.Found found => Accept(delivery, found),
                Verdict.Taken taken => taken.Problem,
                _ => Problems.UploadRefused(file, refusal),
            };
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.UploadRefused(file, refusal);
        }
    }

    private static Problem? Accept(Delivery delivery, Verdict.Found found)
    {
        delivery.FoundThere(found.Hashes, found.Published, found.Placed);
        return null;
    }

    private async Task<Problem?> SendAsync(Delivery delivery, Verdict.Missing missing)
    {
        var file = delivery.File;
        using var local = LocalFile.Open(file.Artifact.LocalPath);
        trace($"sending {file.Artifact.LocalPath} to {file.Address}, {local.Size} bytes");
        var request = new UploadRequest
        {
            Version = file.Version,
            Path = file.Path,
            Override = file.Override,
            Explode = file.Explode,
            Debian = file.Artifact.Debian,
            Size = local.Size,
        };
        var answer = await service.UploadAsync(request, local.Content, cancellation).ConfigureAwait(false);
        var hashes = local.Finish();
        delivery.WasSent(hashes, missing.Replaces, DateTimeOffset.UtcNow, file.Explode ? missing.Unpacked ?? [] : [new(file.Path, hashes)]);
        if (local.HasChanged() || hashes.Size != local.Size)
        {
            delivery.Failed();
            return Problems.FileChanged(file);
        }

        return answer.Warning is { } warning ? Problems.ServiceWarns(file.Path.Value, warning) : null;
    }
}
