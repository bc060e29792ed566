using System.Security.Cryptography;
using BintrayPush.Api.Content;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Service;

namespace BintrayPush.Conformance;

/// <summary>An upload that can be cut off and gone on with.</summary>
public sealed class LargeUpload
{
    private readonly byte[] _bytes;

    public LargeUpload(VersionAddress version, int size)
    {
        _bytes = RandomNumberGenerator.GetBytes(size);
        Request = new UploadRequest
        {
            Version = version,
            Path = RepositoryPath.Of("a"),
            Size = size,
            Resumption = new Resumption { Uploader = "joe" },
        };
    }

    public UploadRequest Request { get; }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public string Sha256 => Hex.Of(SHA256.HashData(_bytes));

    public Stream Whole() => new MemoryStream(_bytes);

    /// <summary>Something happens after so many bytes.</summary>
    public Stream Cut(int sent, Action happens, Task? then = null) => new CutStream(_bytes, sent, happens, then);

    /// <summary>Sends so many bytes, then the line is cut.</summary>
    public async Task SendAsync(IBintray service, int sent, CancellationToken cancellation, UploadRequest? request = null) =>
        await Assert.ThrowsExactlyAsync<ContentReadException>(() => service.UploadAsync(
            request ?? Request, Cut(sent, () => throw new IOException("gone")), cancellation));

    /// <summary>Sends the rest.</summary>
    public Task<UploadAnswer> GoOnAsync(IBintray service, long offset, CancellationToken cancellation)
    {
        var before = (int)offset;
        var resumption = new Resumption
        {
            Uploader = Request.Resumption!.Uploader,
            Offset = offset,
            Sha256Before = Hex.Of(SHA256.HashData(_bytes.AsSpan(0, before))),
        };
        return service.UploadAsync(Request with { Resumption = resumption }, new MemoryStream(_bytes[before..]), cancellation);
    }

    /// <summary>Makes sure that it is stored as it was sent.</summary>
    public async Task AssertStoredAsync(IBintray service, CancellationToken cancellation)
    {
        using var stored = await service.DownloadAsync(
            new FileAddress(Request.Version.Repository, Request.Path), includeUnpublished: true, cancellation);
        using var read = new MemoryStream();
        await stored!.Content.CopyToAsync(read, cancellation);
        CollectionAssert.AreEqual(_bytes, read.ToArray());
    }
}
