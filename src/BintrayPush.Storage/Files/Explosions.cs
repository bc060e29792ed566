using BintrayPush.Storage.Archives;
using BintrayPush.Storage.Catalog;
using BintrayPush.Storage.Publishing;
using BintrayPush.Storage.Records;

namespace BintrayPush.Storage.Files;

/// <summary>
/// Uploads with explode (protocol reference 8.3). The archive is put aside, read through and checked, and only then each of its files
/// becomes an upload of its own.
/// </summary>
internal sealed class Explosions(
    Lookup lookup, ArchiveReader reader, Func<Stream> putAside, Uploads uploads, Publications publications)
{
    private const int BufferSize = 1 << 17;

    public async Task<UploadAnswer> UploadAsync(ArchiveUpload upload, Stream content, CancellationToken cancellation)
    {
        // Refused before the body is read, where it can be.
        var place = await lookup.RequireAsync(upload.Version.Package, cancellation).ConfigureAwait(false);
        Versions.CheckName(place.Repository, upload.Version);
        using var archive = await ArrivingArchive.ReceiveAsync(upload, content, putAside, cancellation).ConfigureAwait(false);
        try
        {
            await CheckAsync(upload, archive, cancellation).ConfigureAwait(false);
            return await StoreAsync(upload, archive, cancellation).ConfigureAwait(false);
        }
        catch (Exception damage) when (
            damage is InvalidDataException or ContentReadException or EndOfStreamException or NotSupportedException or FormatException)
        {
            throw new BintrayException(BintrayException.BadRequest, $"the archive cannot be exploded: {damage.Message}", damage);
        }
    }

    /// <summary>
    /// An archive with one name that cannot be stored, with damage anywhere or with more than it may hold is refused as a whole.
    /// </summary>
    private async Task CheckAsync(ArchiveUpload upload, Stream archive, CancellationToken cancellation)
    {
        var paths = PathsOf(upload);
        await reader.ReadAsync(
            archive,
            entry =>
            {
                paths.Add(entry.Name);
                return entry.Content.CopyToAsync(Stream.Null, BufferSize, cancellation);
            },
            cancellation).ConfigureAwait(false);
        paths.RequireAny();
    }

    private async Task<UploadAnswer> StoreAsync(ArchiveUpload upload, Stream archive, CancellationToken cancellation)
    {
        var paths = PathsOf(upload);
        var stored = new List<ExpectedFile>();
        string? warning = null;
        await reader.ReadAsync(archive, StoreOneAsync, cancellation).ConfigureAwait(false);
        if (upload.Publish)
        {
            var request = new PublishRequest { Expected = stored };
            var published = await publications.PublishAsync(upload.Version, request, cancellation).ConfigureAwait(false);
            warning ??= published.Warning;
        }

        return new UploadAnswer { Warning = warning };

        async Task StoreOneAsync(ArchiveEntry entry)
        {
            var single = new UploadRequest
            {
                Version = upload.Version,
                Path = paths.PathOf(entry.Name),
                Override = upload.Override,
                Debian = upload.Debian,
                Size = entry.Size,
            };
            var answer = await uploads.UploadAsync(single, entry.Content, cancellation).ConfigureAwait(false);
            warning ??= answer.Warning;
            stored.Add(new ExpectedFile(single.Path, answer.Sha256!));
        }
    }

    private static UnpackedPaths PathsOf(ArchiveUpload upload) => new(upload.Folder?.Value ?? "", upload.Name);
}
