using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Service;
using BintrayPush.Compare;
using BintrayPush.Messages;
using BintrayPush.Retry;

namespace BintrayPush.Transfer;

/// <summary>
/// Brings many small files to the service in one call. It is tried once: whatever goes wrong, each file can be sent by itself, and then it
/// is known what is wrong with which.
/// </summary>
internal sealed class BundleUpload(
    IBundleUploads service, Clock clock, Action<BintrayException> failed, Action<string> trace, CancellationToken cancellation)
{
    /// <summary>Sends them. Each is told what became of it.</summary>
    /// <param name="parcels">Files of one version of which the service has nothing.</param>
    /// <returns>What is wrong with each, or nothing; <see langword="null"/> if they are to be sent one by one.</returns>
    public async Task<IReadOnlyList<Problem?>?> TryRunAsync(IReadOnlyList<Parcel> parcels)
    {
        var files = new LocalFile?[parcels.Count];
        var version = parcels[0].Delivery.File.Version;
        trace($"sending {parcels.Count} files to {version} in one call");
        try
        {
            var bundle = parcels.Select((parcel, i) => new BundledFile(parcel.Delivery.File.Path, () => Open(parcel, ref files[i])))
                .ToList();
            var answer = await AttemptLimit.KeepAsync(
                clock, parcels.Sum(parcel => parcel.Size), limit =>
                    service.UploadBundleAsync(version, bundle, limit), cancellation).ConfigureAwait(false);
            var problems = parcels.Select((parcel, i) => Settle(parcel.Delivery, files[i]!)).ToArray();
            problems[0] ??= answer.Warning is { } warning ? TransferProblems.ServiceWarns(version.ToString(), warning) : null;
            return problems;
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            trace($"{parcels.Count} files of {version} could not be sent in one call: {ProblemText.Said(cause)} Sending them one by one.");
            foreach (var parcel in parcels)
            {
                parcel.Delivery.MayHaveArrived();
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
    private static Stream Open(Parcel parcel, ref LocalFile? file)
    {
        file?.Dispose();
        file = LocalFile.Open(parcel.Delivery.File.Artifact.LocalPath, withSha1: false);
        return file.Sha256 is not null
            ? file.Content
            : throw new ContentReadException(new IOException("it has grown since the push began"));
    }

    private static Problem? Settle(Delivery delivery, LocalFile file)
    {
        var hashes = file.Finish();
        delivery.WasSent(hashes, replaces: false, DateTimeOffset.UtcNow, [new(delivery.File.Path, hashes)]);
        if (!file.HasChanged() && hashes.Size == file.Size)
        {
            return null;
        }

        delivery.Failed();
        return TransferProblems.FileChanged(delivery.File);
    }
}
