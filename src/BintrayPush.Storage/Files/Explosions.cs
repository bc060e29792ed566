using System.IO.Compression;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Storage.Naming;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Uploads with explode (protocol reference 8.3): a zip archive is taken in as the files it holds, beside the given path. Every entry
/// is checked before the first one is stored; each is an upload of its own.
/// </summary>
internal sealed class Explosions(Contents contents, Uploads uploads, Publications publications)
{
    private const int MostEntries = 10_000;
    private const long MostBytes = 8L * 1024 * 1024 * 1024;

    public async Task<UploadAnswer> UploadAsync(UploadRequest upload, Stream content, CancellationToken cancellation)
    {
        using var arrived = await contents.ArriveAsync(content, upload.Size, upload.Sha256, keep: true, cancellation).ConfigureAwait(false);
        using var bytes = await arrived.Staged!.OpenAsync(cancellation).ConfigureAwait(false);
        using var archive = Open(bytes);
        var entries = Checked(upload, archive);
        var stored = new List<ExpectedFile>();
        string? warning = null;
        foreach (var entry in entries)
        {
            using var stream = entry.Value.Open();
            var single = upload with { Path = entry.Key, Explode = false, Publish = false, Size = entry.Value.Length, Sha256 = null };
            var answer = await StoreAsync(single, stream, cancellation).ConfigureAwait(false);
            warning ??= answer.Warning;
            stored.Add(new ExpectedFile(entry.Key, answer.Sha256!));
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
    private static Dictionary<RepositoryPath, ZipArchiveEntry> Checked(UploadRequest upload, ZipArchive archive)
    {
        var entries = new Dictionary<RepositoryPath, ZipArchiveEntry>();
        var folded = new HashSet<string>();
        var folder = UnpackFolder.Of(upload.Path, upload.IntoFolder);
        var bytes = 0L;
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith("/", StringComparison.Ordinal)))
        {
            if (!RepositoryPath.TryParse(UnpackFolder.PathIn(folder, entry.FullName), out var path, out var fault))
            {
                throw StoreRefusal.BadRequest($"an entry of the archive cannot be stored: {fault}");
            }

            if (!folded.Add(KeyName.Fold(path.Value)))
            {
                throw StoreRefusal.BadRequest($"the archive holds '{path}' twice, or differing only in letter case");
            }

            entries.Add(path, entry);
            bytes += entry.Length;
            if (entries.Count > MostEntries || bytes > MostBytes)
            {
                throw StoreRefusal.BadRequest($"the archive holds more than {MostEntries} files or {MostBytes} bytes");
            }
        }

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
