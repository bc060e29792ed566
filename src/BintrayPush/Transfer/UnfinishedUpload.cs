using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>
/// Looks how much a service has kept of a large file whose upload was cut off: in this push, or in an earlier one, of which nothing need be
/// known here. Only a large file is asked about.
/// </summary>
internal sealed class UnfinishedUpload(TransferSession session)
{
    /// <summary>Reads past what the service has.</summary>
    /// <param name="request">The upload.</param>
    /// <param name="local">The file, of which nothing was read yet.</param>
    /// <param name="goOn">Whether to ask; the upload is to be kept in any case.</param>
    /// <returns>Where to go on; <see langword="null"/> where the upload is whole or nothing.</returns>
    /// <exception cref="BintrayException">The service could not be asked.</exception>
    public async Task<Resumption?> BeginAsync(UploadRequest request, LocalFile local, bool goOn)
    {
        if (!session.Service.Capabilities.ResumesUploads || request.Explode || local.Size < Resumption.SmallestFile)
        {
            return null;
        }

        var kept = goOn ? await AskAsync(request).ConfigureAwait(false) : 0;
        if (kept <= 0 || kept > local.Size)
        {
            return new Resumption();
        }

        var before = await local.SkipAsync(kept, session.Cancellation).ConfigureAwait(false);
        session.Options.Trace($"resuming {request.Path} at {ByteSize.Text(kept)} of {ByteSize.Text(local.Size)}");
        return new Resumption { Offset = kept, Sha256Before = before };
    }

    /// <summary>Something in between may not let the question through; then there is nothing to go on with.</summary>
    private async Task<long> AskAsync(UploadRequest request)
    {
        try
        {
            return await session.Service.Publishing.FindUnfinishedAsync(request, session.Cancellation).ConfigureAwait(false);
        }
        catch (BintrayException refusal) when (!RetryPolicy.IsTransient(refusal))
        {
            session.Options.Trace($"{request.Path}: it could not be asked whether a part of it is there: {ProblemText.Said(refusal)}");
            return 0;
        }
    }
}
