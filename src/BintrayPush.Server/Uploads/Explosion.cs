using System.Buffers;
using System.Security.Cryptography;
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;
using BintrayPush.Server.Archives;
using BintrayPush.Server.Http;
using BintrayPush.Storage.Archives;

namespace BintrayPush.Server.Uploads;

/// <summary>
/// Uploads with explode (protocol reference 8.3). The archive is put aside, in memory or in a file that vanishes with its handle, it is
/// read through and checked, and only then each file becomes an upload of its own.
/// </summary>
internal sealed class Explosion(IBintray bintray, string temporaryFolder, ArchiveLimits limits)
{
    private const int BufferSize = 1 << 17;

    /// <summary>
    /// Small tars come in great numbers (docs/server.md, "What this server adds"), and files that come and go slow a file system down.
    /// </summary>
    private const int LargestInMemory = 1 << 20;

    private readonly ArchiveReader _reader = new(limits, Bzip2Stream.Open);

    /// <summary>Refuses before the body is read what would be refused after it.</summary>
    /// <exception cref="BintrayException">404: there is no such repository or package.</exception>
    public async Task RequirePackageAsync(VersionAddress version, CancellationToken cancellation)
    {
        if (await bintray.GetPackageAsync(version.Package, cancellation) is null)
        {
            throw await bintray.GetRepositoryAsync(version.Repository, cancellation) is null
                ? Refusal.NoRepository(version.Repository.Name)
                : Refusal.NoPackage(version.Package.Name);
        }
    }

    /// <summary>Takes in the files of an archive.</summary>
    public async Task<UploadAnswer> UploadAsync(UploadForm form, Stream body, string? sha256, CancellationToken cancellation)
    {
        await using var archive = await PutAsideAsync(body, sha256, cancellation);
        try
        {
            await CheckAsync(form, archive, cancellation);
            return await StoreAsync(form, archive, cancellation);
        }
        catch (Exception damage) when (
            damage is InvalidDataException or ContentReadException or EndOfStreamException or NotSupportedException or FormatException)
        {
            throw Refusal.BadRequest($"the archive cannot be exploded: {damage.Message}");
        }
    }

    private async Task<Stream> PutAsideAsync(Stream body, string? sha256, CancellationToken cancellation)
    {
        var archive = await ReceiveAsync(body, cancellation);
        try
        {
            if (sha256 is not null && Convert.ToHexStringLower(await SHA256.HashDataAsync(archive, cancellation)) is var found
                && found != sha256)
            {
                throw Refusal.WrongChecksum("SHA-256", sha256, found);
            }

            return archive;
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> ReceiveAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestInMemory);
        Stream? archive = null;
        try
        {
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            if (length < buffer.Length && ArchiveReader.IsTar(buffer.AsSpan(0, length)))
            {
                var whole = new RentedMemoryStream(buffer, length);
                buffer = null;
                return whole;
            }

            archive = new PutAsideFile(Path.Combine(temporaryFolder, $"{Guid.NewGuid():N}"), BufferSize);
            for (var read = length; read > 0; read = await body.ReadAsync(buffer, cancellation))
            {
                await archive.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            archive.Position = 0;
            (var received, archive) = (archive, null);
            return received;
        }
        finally
        {
            if (archive is not null)
            {
                await archive.DisposeAsync();
            }

            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>
    /// An archive with one name that cannot be stored, with damage anywhere or with more than it may hold is refused as a whole.
    /// </summary>
    private async Task CheckAsync(UploadForm form, Stream archive, CancellationToken cancellation)
    {
        var paths = PathsOf(form);
        await foreach (var entry in _reader.ReadAsync(archive, cancellation))
        {
            paths.Add(entry.Name);
            await entry.Content.CopyToAsync(Stream.Null, BufferSize, cancellation);
        }

        paths.RequireAny();
    }

    private async Task<UploadAnswer> StoreAsync(UploadForm form, Stream archive, CancellationToken cancellation)
    {
        var paths = PathsOf(form);
        var stored = new List<ExpectedFile>();
        string? warning = null;
        await foreach (var entry in _reader.ReadAsync(archive, cancellation))
        {
            var upload = new UploadRequest
            {
                Version = form.Version,
                Path = paths.PathOf(entry.Name),
                Override = form.Override,
                Debian = form.Debian,
                Size = entry.Size,
            };
            var answer = await bintray.UploadAsync(upload, entry.Content, cancellation);
            warning ??= answer.Warning;
            stored.Add(
                new ExpectedFile(
                    upload.Path, answer.Sha256 ?? throw new InvalidOperationException("the store does not say what it stored")));
        }

        if (form.Publish)
        {
            var published = await bintray.PublishAsync(form.Version, new PublishRequest { Expected = stored }, cancellation);
            warning ??= published.Warning;
        }

        return new UploadAnswer { Warning = warning };
    }

    private static UnpackedPaths PathsOf(UploadForm form) => new(
        string.Join('/', UnpackFolder.Of(form.Path, form.IsFolder)), form.IsFolder ? "" : form.Path.LastOrDefault(""));
}
