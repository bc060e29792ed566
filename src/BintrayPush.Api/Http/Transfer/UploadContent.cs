using System.Buffers;
using System.Net;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;

namespace BintrayPush.Api.Http.Transfer;

/// <summary>A file as a request body: streamed once, with its length if that is known, in chunks otherwise.</summary>
internal sealed class UploadContent : WatchedContent
{
    private const int BufferSize = 1 << 17;
    private readonly Stream _content;
    private readonly long? _size;

    public UploadContent(Stream content, long? size)
    {
        _content = content;
        _size = size;
        Headers.ContentType = new("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        CopyAsync(stream, Silence?.Token ?? CancellationToken.None);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _size ?? 0;
        return _size is not null;
    }

    private async Task CopyAsync(Stream target, CancellationToken cancellation)
    {
        HasBegun = true;
        if (_content is MemoryStream memory && memory.Length == _size && memory.Position == 0 && memory.TryGetBuffer(out var whole))
        {
            await target.WriteAsync(whole.Array!, whole.Offset, whole.Count, cancellation).ConfigureAwait(false);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await CopyAsync(target, buffer, cancellation).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAsync(Stream target, byte[] buffer, CancellationToken cancellation)
    {
        var sent = 0L;
        while (await ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
        {
            sent += read;
            if (sent > _size)
            {
                throw Miscounted("more");
            }

            await target.WriteAsync(buffer, 0, read, cancellation).ConfigureAwait(false);
            Silence?.Move(read);
        }

        if (sent < _size)
        {
            throw Miscounted(sent.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>HTTP would only break the connection; the caller is told what a service beside it would say.</summary>
    private BintrayException Miscounted(string came)
    {
        var refusal = new BintrayException(BintrayException.BadRequest, $"{_size} bytes were announced and {came} came");
        ReadFailure = refusal;
        return refusal;
    }

    private async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await _content.ReadAsync(buffer, 0, buffer.Length, cancellation).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            ReadFailure = failure;
            throw;
        }
    }
}
