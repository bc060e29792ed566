#if NET
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Service;
using System.Formats.Tar;
using System.Net;

namespace BintrayPush.Api.Http.Transfer;

/// <summary>Files as a tar, made while it is sent: it is never there as a whole, so its length is not known beforehand.</summary>
internal sealed class BundleContent : WatchedContent
{
    private const int BufferSize = 1 << 16;
    private const int LongestPlainName = 100;
    private readonly IReadOnlyList<BundledFile> _files;

    public BundleContent(IReadOnlyList<BundledFile> files)
    {
        _files = files;
        Headers.ContentType = new("application/x-tar");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;

        // Not disposed: the stream below belongs to the connection.
#pragma warning disable CA2000
        var buffered = new BufferedStream(stream, BufferSize);
#pragma warning restore CA2000
        await using (var tar = new TarWriter(buffered, leaveOpen: true))
        {
            foreach (var file in _files)
            {
                await using var content = Open(file);
                var entry = EntryFor(file.Path.Value);
                entry.DataStream = content;
                await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
                Silence?.Move(entry.Length);
            }
        }

        await buffered.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    /// <summary>The older form has room for short names in ASCII only, and needs no second header.</summary>
    private static TarEntry EntryFor(string path) => path.Length <= LongestPlainName && path.All(char.IsAscii)
        ? new UstarTarEntry(TarEntryType.RegularFile, path)
        : new PaxTarEntry(TarEntryType.RegularFile, path);

    private Stream Open(BundledFile file)
    {
        try
        {
            return file.Open();
        }
        catch (Exception failure)
        {
            ReadFailure = failure;
            throw;
        }
    }
}
#endif
