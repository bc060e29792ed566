using System.Security.Cryptography;

namespace BintrayPush.Api.Content;

/// <summary>
/// The hashes of a content that comes in pieces. The first pieces are hashed by whoever brings them: a small file is not worth a
/// handover. The rest of a large one is left to <c>HashWorkers</c>, so that receiving, storing and hashing go on side by side.
/// </summary>
/// <remarks>
/// .NET Framework has no channels of its own and hashes one after the other: there it serves a build that sends files, where the
/// network is slower than that.
/// </remarks>
/// <param name="withMd5">Whether MD5 is among them: it takes longer than the other two together, and only a service needs it.</param>
/// <param name="withSha1">Whether SHA-1 is among them: only a service needs it, and who speaks to one that tells nothing better.</param>
internal sealed class ContentHasher(bool withMd5, bool withSha1) : IDisposable
{
#if NET
    private const long SmallSize = 1 << 18;

#endif
#pragma warning disable CA5350, CA5351 // SHA-1 and MD5 are the protocol's checksums; nothing is protected by them.
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _sha1 = withSha1 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
    private readonly IncrementalHash? _md5 = withMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
#pragma warning restore CA5350, CA5351
#if NET
    private HashWorkers? _workers;
    private bool _isWhole;
#endif

    /// <summary>How much has come.</summary>
    public long Size { get; private set; }

#if NET
    /// <summary>Takes the next piece; it is not needed any more when the call is over. An empty one is the end.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return CompleteAsync();
        }

        Size += bytes.Length;
        if (_workers is null && Size > SmallSize && !_isWhole && Environment.ProcessorCount > 1)
        {
            _workers = new HashWorkers([.. new[] { _sha256, _sha1, _md5 }.OfType<IncrementalHash>()]);
        }

        if (_workers is not null)
        {
            return _workers.AppendAsync(bytes);
        }

        AppendHere(bytes.Span);
        return default;
    }

    /// <summary>Takes the next piece, from a caller who cannot wait otherwise than by blocking.</summary>
    public void Append(byte[] buffer, int offset, int count)
    {
        if (_workers is not null)
        {
            AppendAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();
            return;
        }

        Size += count;
        AppendHere(buffer.AsSpan(offset, count));
    }

    private async ValueTask CompleteAsync()
    {
        _isWhole = true;
        if (_workers is { } workers)
        {
            await workers.CompleteAsync().ConfigureAwait(false);
            _workers = null;
        }
    }

    private void AppendHere(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _sha1?.AppendData(bytes);
        _md5?.AppendData(bytes);
    }
#else
    /// <summary>Takes the next piece.</summary>
    public void Append(byte[] buffer, int offset, int count)
    {
        Size += count;
        _sha256.AppendData(buffer, offset, count);
        _sha1?.AppendData(buffer, offset, count);
        _md5?.AppendData(buffer, offset, count);
    }
#endif

    /// <summary>The hashes of all that has come; to be asked once.</summary>
    public ContentHashes Finish()
    {
#if NET
        // A reader at the end has waited for the workers already.
        CompleteAsync().AsTask().GetAwaiter().GetResult();
#endif
        return new(Size, Hex.Of(_sha256.GetHashAndReset()), Of(_sha1), Of(_md5));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
#if NET
        if (_workers is { } workers)
        {
            // Each hash may still be at work on its last piece.
            _workers = null;
            workers.Abandon().ContinueWith(
                _ => DisposeHashes(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return;
        }
#endif
        DisposeHashes();
    }

    private static string? Of(IncrementalHash? hash) => hash is null ? null : Hex.Of(hash.GetHashAndReset());

    private void DisposeHashes()
    {
        _sha256.Dispose();
        _sha1?.Dispose();
        _md5?.Dispose();
    }
}
