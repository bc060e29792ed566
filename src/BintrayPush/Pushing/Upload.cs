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
            if (file.Explode)
            {
                return await UnpackAsync(delivery, known).ConfigureAwait(false);
            }

            if (known.Holds(file.Path))
            {
                var local = await LocalFile.HashAsync(file.Artifact.LocalPath, cancellation).ConfigureAwait(false);
                if (TryFind(delivery, local, known, out var conflict))
                {
                    return conflict;
                }
            }

            return await SendAsync(delivery, replaces: known.Published(file.Path) is not null).ConfigureAwait(false);
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

    /// <summary>Sends an archive to be unpacked, unless all that is in it is there.</summary>
    private async Task<Problem?> UnpackAsync(Delivery delivery, KnownFiles known)
    {
        var file = delivery.File;
        var unpacked = await ArchiveContents.ReadAsync(file.Artifact.LocalPath, file.Path, cancellation).ConfigureAwait(false);
        if (unpacked is { Count: > 0 } && unpacked.All(placed => placed.IsPublished(known) || (known.Published(placed.Path) is null && placed.IsPending(known))))
        {
            var local = await LocalFile.HashAsync(file.Artifact.LocalPath, cancellation).ConfigureAwait(false);
            delivery.FoundThere(local, published: unpacked.All(placed => placed.IsPublished(known)), unpacked);
            return null;
        }

        var replaces = unpacked?.Any(placed => known.Published(placed.Path) is not null) == true;
        return await SendAsync(delivery, replaces, unpacked).ConfigureAwait(false);
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
            var local = await LocalFile.HashAsync(file.Artifact.LocalPath, cancellation).ConfigureAwait(false);
            return TryFind(delivery, local, known, out var conflict) ? conflict : Problems.UploadRefused(file, refusal);
        }
        catch (Exception cause) when (Failure.IsExpected(cause))
        {
            return Problems.UploadRefused(file, refusal);
        }
    }

    /// <summary>Whether what the service holds settles the matter: the same content is there, or other content is in the way.</summary>
    private static bool TryFind(Delivery delivery, ContentHashes local, KnownFiles known, out Problem? conflict)
    {
        var file = delivery.File;
        conflict = null;
        if (known.Published(file.Path) is { } published)
        {
            if (published.HasContent(local))
            {
                delivery.FoundThere(local, published: true);
                return true;
            }

            // Sent even if the same content waits already: it may wait without the right to replace.
            conflict = file.Override ? null : Problems.Conflict(file, published, local);
            return conflict is not null;
        }

        if (known.Pending(file.Path)?.HasContent(local) == true)
        {
            delivery.FoundThere(local, published: false);
            return true;
        }

        return false;
    }

    private async Task<Problem?> SendAsync(Delivery delivery, bool replaces, IReadOnlyList<PlacedContent>? unpacked = null)
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
        delivery.WasSent(hashes, replaces, DateTimeOffset.UtcNow, unpacked);
        if (local.HasChanged() || hashes.Size != local.Size)
        {
            delivery.Failed();
            return Problems.FileChanged(file);
        }

        return answer.Warning is { } warning ? Problems.ServiceWarns(file.Path.Value, warning) : null;
    }
}
