#if !NET
using System.IO.Compression;
#endif
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Uploads with explode (protocol reference 8.3): an archive is taken in as the files it holds, beside the given path. Every entry
/// is checked before the first one is stored; each is an upload of its own.
/// </summary>
internal sealed class Explosions(Contents contents, Uploads uploads, Publications publications)
{
    public async Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        using var arrived = await contents.ArriveAsync(content, upload.Size, upload.Sha256, keep: true, cancellation).ConfigureAwait(false);
        using var bytes = await arrived.Staged!.OpenAsync(cancellation).ConfigureAwait(false);
        var paths = new UnpackedPaths(
            UnpackFolder.Of(upload.Path, upload.IntoFolder)?.Value ?? "", upload.IntoFolder ? "" : upload.Path.FileName);
        var stored = new List<ExpectedFile>();
        string? warning = null;
        try
        {
            await ReadAsync(bytes, paths, StoreAsync, cancellation).ConfigureAwait(false);
        }
        catch (Exception damage) when (
            damage is InvalidDataException or ContentReadException or EndOfStreamException or NotSupportedException or FormatException)
        {
            throw new BintrayException(BintrayException.BadRequest, $"the archive cannot be exploded: {damage.Message}", damage);
        }

        if (upload.Publish)
        {
            var published = await publications.PublishAsync(upload.Version, new PublishRequest { Expected = stored }, cancellation)
                .ConfigureAwait(false);
            warning ??= published.Warning;
        }

        return new UploadAnswer { Warning = warning };

        async Task StoreAsync(RepositoryPath path, long? size, Stream entry)
        {
            var single = upload with { Path = path, Explode = false, Publish = false, Size = size, Sha256 = null };
            var answer = await uploads.UploadAsync(single, entry, cancellation).ConfigureAwait(false);
            warning ??= answer.Warning;
            stored.Add(new ExpectedFile(path, answer.Sha256!));
        }
    }

    /// <summary>Checks the whole archive, then hands over one file after the other.</summary>
    private static async Task ReadAsync(
        Stream archive, UnpackedPaths paths, Func<RepositoryPath, long?, Stream, Task> store, CancellationToken cancellation)
    {
#if NET
        var reader = new ArchiveReader(new ArchiveLimits());
        await foreach (var entry in reader.ReadAsync(archive, cancellation).ConfigureAwait(false))
        {
            paths.Add(entry.Name);
            await entry.Content.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        }

        paths.RequireAny();
        await foreach (var entry in reader.ReadAsync(archive, cancellation).ConfigureAwait(false))
        {
            await store(paths.PathOf(entry.Name), entry.Size, entry.Content).ConfigureAwait(false);
        }
#else
        // .NET Framework reads no tar.
        cancellation.ThrowIfCancellationRequested();
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        var budget = new ArchiveBudget(new ArchiveLimits(), archive.Length);
        budget.CountEntries(zip.Entries.Count);
        foreach (var entry in ZipEntries.FilesOf(zip))
        {
            paths.Add(entry.FullName);
            // The upload compares the size with what comes out.
            budget.CountBytes(entry.Length);
        }

        paths.RequireAny();
        foreach (var entry in ZipEntries.FilesOf(zip))
        {
            using var content = entry.Open();
            await store(paths.PathOf(entry.FullName), entry.Length, content).ConfigureAwait(false);
        }
#endif
    }
}
