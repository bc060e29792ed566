using BintrayPush.Artifacts;
using BintrayPush.Messages;
using BintrayPush.Planning;
using BintrayPush.Retry;

namespace BintrayPush.Compare;

/// <summary>Compares a local file with what a service holds (design of a push, step 3).</summary>
/// <param name="service">Is asked for published files that may be the same in other bytes.</param>
/// <param name="reproducible">Whether the build here does not depend on its folder; only hints do.</param>
/// <param name="trace">Gets a line per download.</param>
internal sealed class ContentCheck(
    RetriedService service, bool reproducible, Action<string> trace, CancellationToken cancellation)
{
    private static readonly string[] Packages = [".nupkg", ".snupkg"];
    private static readonly string[] Archives = [".zip", .. Packages];

    /// <summary>Compares. The file is read only if the service holds something under its path that may be the same.</summary>
    /// <exception cref="ContentReadException">The file cannot be read.</exception>
    public async Task<Verdict> JudgeAsync(PlannedFile file, KnownFiles known)
    {
        if (file.Explode)
        {
            return await JudgeArchiveAsync(file, known).ConfigureAwait(false);
        }

        if (!known.Holds(file.Path) || (known.Published(file.Path) is null && known.Pending(file.Path)!.Size != file.Artifact.Size))
        {
            return new Verdict.Missing(Replaces: false);
        }

        var local = await LocalFile.HashAsync(file.Artifact.ContentPath, withSha1: !service.Capabilities.Sha256InListings, cancellation)
            .ConfigureAwait(false);
        var placed = new PlacedContent(file.Path, local);
        if (placed.IsPublished(known))
        {
            return new Verdict.Found(known.Complete(file.Path, local), Published: true, [placed]);
        }

        if (known.Published(file.Path) is { IsDamaged: true } damaged && damaged.HasContent(local))
        {
            // The service has lost these very bytes and takes them without override.
            return new Verdict.Missing(Replaces: false, Sha256: local.Sha256);
        }

        if (known.Published(file.Path) is { } published)
        {
            return await JudgeOtherBytesAsync(file, published, local).ConfigureAwait(false);
        }

        return placed.IsPending(known)
            ? new Verdict.Found(known.Complete(file.Path, local), Published: false, [placed])
            : new Verdict.Missing(Replaces: false, Sha256: local.Sha256);
    }

    /// <summary>An archive that the service unpacks is there when all that is in it is.</summary>
    private async Task<Verdict> JudgeArchiveAsync(PlannedFile file, KnownFiles known)
    {
        var unpacked = await ArchiveContents.ReadAsync(file.Artifact.ContentPath, file.Folder, cancellation).ConfigureAwait(false);
        if (unpacked is { Count: > 0 }
            && unpacked.All(placed => placed.IsPublished(known) || (known.Published(placed.Path) is null && placed.IsPending(known))))
        {
            var local = await LocalFile.HashAsync(file.Artifact.ContentPath, withSha1: !service.Capabilities.Sha256InListings, cancellation)
                .ConfigureAwait(false);
            return new Verdict.Found(local, unpacked.All(placed => placed.IsPublished(known)), unpacked);
        }

        if (!file.Override
            && unpacked?.FirstOrDefault(placed => known.Published(placed.Path) is not null && !placed.IsPublished(known)) is { } taken)
        {
            return new Verdict.Taken(
                ContentProblems.Conflict(file, known.Published(taken.Path)!, taken.Content, "The archive would be unpacked over it."));
        }

        return new Verdict.Missing(unpacked?.Any(placed => known.Published(placed.Path) is not null) == true, unpacked);
    }

    /// <summary>Packing the same again makes other bytes: then what is published stays, and counts.</summary>
    private async Task<Verdict> JudgeOtherBytesAsync(PlannedFile file, RepositoryFile published, ContentHashes local)
    {
        var words = "";
        if (published.IsDamaged)
        {
            words = "The service has lost the bytes of the published file: only the very same ones heal it.";
        }
        else if (HasExtension(file.Path, Archives) && Math.Max(published.Size, local.Size) <= PackageContent.LargestCompared)
        {
            try
            {
                using var copy = await service.Retry.RunAsync($"read {file.Address}", _ => FetchAsync(published), cancellation)
                    .ConfigureAwait(false);
                switch (await CompareAsync(file, copy, local).ConfigureAwait(false))
                {
                    case { IsNone: true }:
                        return new Verdict.Found(copy.Hashes, Published: true, [new PlacedContent(file.Path, copy.Hashes)]);
                    case { } difference:
                        words = difference.Describe(reproducible);
                        break;
                }
            }
            catch (Exception cause) when (Failure.IsExpected(cause) && cause is not ContentReadException)
            {
                words = $"What is in them could not be compared: {ProblemText.Said(cause)}";
            }
        }

        // Sent even if the same content waits already: it may wait without the right to replace.
        return file.Override
            ? new Verdict.Missing(Replaces: true, Sha256: local.Sha256)
            : new Verdict.Taken(ContentProblems.Conflict(file, published, local, words), words);
    }

    private Task<PublishedCopy> FetchAsync(RepositoryFile published)
    {
        trace($"reading {published.Path}, {published.Size} bytes, to compare what is in it");
        return PublishedCopy.FetchAsync(service.Files, published, cancellation);
    }

    private async Task<ContentDifference?> CompareAsync(PlannedFile file, PublishedCopy copy, ContentHashes local)
    {
        using var content = OpenSeekable(file.Artifact.ContentPath);
        var written = FileTarget.Of(file.Artifact.ContentPath).LastWriteTimeUtc;
        var difference = await PackageContent.CompareAsync(content, copy.Content, HasExtension(file.Path, Packages), cancellation)
            .ConfigureAwait(false);
        return content.Length == local.Size && FileTarget.Of(file.Artifact.ContentPath).LastWriteTimeUtc == written ? difference : null;
    }

    private static FileStream OpenSeekable(string path)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ContentReadException(cause);
        }
    }

    private static bool HasExtension(RepositoryPath path, string[] extensions) =>
        extensions.Contains(Path.GetExtension(path.Value), StringComparer.OrdinalIgnoreCase);
}
