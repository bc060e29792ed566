using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Uploads with explode (protocol reference 8.3): a zip archive is taken in as the files it holds, beside the given path. Every entry
/// is checked before the first one is stored; each is an upload of its own.
/// </summary>
internal sealed class Explosions(Contents contents, Uploads uploads, Publications publications)
{
    public async Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        using var arrived = await contents.ArriveAsync(content, upload.Size, upload.Sha256, keep: true, cancellation).ConfigureAwait(false);
        using var bytes = await arrived.Staged!.OpenAsync(cancellation).ConfigureAwait(false);
        using var archive = Open(bytes);
        var entries = Checked(upload, archive, bytes.Length);
        var stored = new List<ExpectedFile>();
        string? warning = null;
        foreach (var (path, entry) in entries)
        {
            using var stream = entry.Open();
            var single = upload with { Path = path, Explode = false, Publish = false, Size = entry.Length, Sha256 = null };
            var answer = await StoreAsync(single, stream, cancellation).ConfigureAwait(false);
            warning ??= answer.Warning;
            stored.Add(new ExpectedFile(path, answer.Sha256!));
        }

        if (upload.Publish)
        {
            var published = await publications.PublishAsync(upload.Version, new PublishRequest { Expected = stored }, cancellation)
                .ConfigureAwait(false);
            warning ??= published.Warning;
        }

        return new UploadAnswer { Warning = warning };
    }

    private static ZipArchive Open(Stream bytes)
    {
        try
        {
            return new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException damage)
        {
            throw new BintrayException(
                BintrayException.BadRequest, $"only zip archives can be exploded, and this is none: {damage.Message}", damage);
        }
    }

    /// <summary>All entries with their paths; an archive with one that cannot be stored is refused as a whole.</summary>
    private static List<(RepositoryPath Path, ZipArchiveEntry Entry)> Checked(UploadRequest upload, ZipArchive archive, long archiveBytes)
    {
        var entries = new List<(RepositoryPath Path, ZipArchiveEntry Entry)>();
        var paths = new UnpackedPaths(UnpackFolder.Of(upload.Path, upload.IntoFolder)?.Value ?? "");
        var budget = new ArchiveBudget(new ArchiveLimits(), archiveBytes);
        budget.CountEntries(archive.Entries.Count);
        foreach (var entry in ZipEntries.FilesOf(archive))
        {
            entries.Add((paths.Add(entry.FullName), entry));
            // The upload compares the size with what comes out.
            budget.CountBytes(entry.Length);
        }

        paths.RequireAny();
        return entries;
    }

    private async Task<UploadAnswer> StoreAsync(UploadRequest single, Stream stream, CancellationToken cancellation)
    {
        try
        {
            return await uploads.UploadAsync(single, stream, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException damage)
        {
            throw new BintrayException(BintrayException.BadRequest, $"the archive is damaged at '{single.Path}': {damage.Message}", damage);
        }
    }
}
