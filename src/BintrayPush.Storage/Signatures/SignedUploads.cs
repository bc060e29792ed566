using BintrayPush.Storage.Files;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Signatures;

/// <summary>Uploads that are to be signed: refused before the body where they cannot be, and public together with the signature.</summary>
internal sealed class SignedUploads(VersionSignatures? signatures, Uploads uploads, Publications publications)
{
    private const int MaxTries = 5;

    public async Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        if (signatures is null)
        {
            throw StoreRefusal.BadRequest($"'{upload.Path}' is to be signed, and no keys are kept here");
        }

        if (upload.Explode)
        {
            throw StoreRefusal.BadRequest($"'{upload.Path}' is to be unpacked: sign its version when it has arrived");
        }

        // Refused before anything is read, if it is; the cheap question first.
        await signatures.RequirePlaceAsync(upload.Version, upload.Path, cancellation).ConfigureAwait(false);
        using var signer = await signatures.OpenAsync(upload.Version.Repository, upload.Passphrase, cancellation).ConfigureAwait(false);
        var answer = await uploads.UploadAsync(upload with { Publish = false }, content, cancellation).ConfigureAwait(false);
        var file = new FileAddress(upload.Version.Repository, upload.Path);
        for (var tries = 1; ; tries++)
        {
            var made = await signatures.SignAsync(file, signer, cancellation).ConfigureAwait(false);
            if (!upload.Publish)
            {
                return answer;
            }

            var request = new PublishRequest
            {
                Expected = [new ExpectedFile(upload.Path, answer.Sha256!), .. made],
                Passphrase = upload.Passphrase,
            };
            try
            {
                var published = await publications.PublishAsync(upload.Version, request, cancellation).ConfigureAwait(false);
                return answer with { Warning = published.Warning };
            }
            catch (BintrayException conflict) when (conflict.Status == BintrayException.Conflict && tries < MaxTries)
            {
                // Somebody may have signed it at the same moment: then that signature is the one that waits.
            }
        }
    }
}
