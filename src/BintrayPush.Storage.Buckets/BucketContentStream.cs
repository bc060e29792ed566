using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.Buckets;

/// <summary>
/// A content of the bucket as a stream that can seek. Its beginning comes with the first call, which is all of a small content; the rest is
/// asked for where it is read. A connection that breaks is begun anew where it broke, as long as it is the same object.
/// </summary>
internal sealed class BucketContentStream : Stream, IStoredContent
{
    /// <summary>What a look at a content brings along.</summary>
    private const int FirstBytes = 256 << 10;
    private const int MaxResumes = 5;

    /// <summary>How long the engine may be silent.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private static readonly ReadTerms FirstPart = ReadTerms.Part(0, FirstBytes - 1, onlyOf: null);

    private readonly BucketStore _store;
    private readonly string _key;
    private readonly byte[] _beginning;
    private ReadAnswer? _answer;
    private long _answerAt;
    private long _position;

    private BucketContentStream(BucketStore store, string key, BucketObject found, byte[] beginning)
    {
        (_store, _key, _beginning) = (store, key, beginning);
        (Tag, Length, IsSetAside) = (found.Tag, found.Length, found.IsSetAside);
    }

    public string Key => _key;

    public string Tag { get; }

    /// <summary>Whether it stands for a content that was damaged (<see cref="BucketStore.SetAsideAsync"/>).</summary>
    public bool IsSetAside { get; }

    public override long Length { get; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Opens a content, or answers <see langword="null"/>.</summary>
    public static async Task<BucketContentStream?> OpenAsync(BucketStore store, string key, CancellationToken cancellation)
    {
        try
        {
            return await store.Guarded.RunAsync(
                async token =>
                {
                    using var answer = await store.ReadAsync(key, FirstPart, token).ConfigureAwait(false);
                    var bytes = new byte[BucketCalls.LengthInMemory(answer.Sent, FirstBytes)];
                    await answer.Stream.ReadExactlyAsync(bytes, token).ConfigureAwait(false);
                    return new BucketContentStream(store, key, answer.Object, bytes);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.Missing)
        {
            return null;
        }
        catch (EngineAnswer answer) when (answer.Kind == EngineAnswerKind.BehindEnd)
        {
            // An object without bytes has no range.
            return await store.FindAsync(key, cancellation).ConfigureAwait(false) is { } empty
                ? new BucketContentStream(store, key, empty, []) : null;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        if (_position < _beginning.Length)
        {
            var copied = (int)Math.Min(buffer.Length, _beginning.Length - _position);
            _beginning.AsMemory((int)_position, copied).CopyTo(buffer);
            _position += copied;
            return copied;
        }

        for (var resumes = 0; ; resumes++)
        {
            try
            {
                var read = await _store.Guarded.RunAsync(
                    async token =>
                    {
                        var stream = await StreamAsync(token).ConfigureAwait(false);
                        return await stream.ReadAsync(buffer, token).ConfigureAwait(false) is var some and > 0
                            ? some : throw new EndOfStreamException("the engine sent less than it announced");
                    },
                    cancellationToken,
                    Silence).ConfigureAwait(false);
                _position += read;
                _answerAt += read;
                return read;
            }
            catch (EngineAnswer changed)
            {
                DropAnswer();
                throw new BintrayException(
                    BintrayException.Unavailable,
                    $"the object '{_key}' of the bucket {_store.Place} has changed while it was read",
                    changed);
            }
            catch (BintrayException) when (resumes < MaxResumes && !cancellationToken.IsCancellationRequested)
            {
                DropAnswer();
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        if (target < 0)
        {
            throw new IOException("a content begins at 0");
        }

        return _position = target;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            DropAnswer();
        }

        base.Dispose(disposing);
    }

    private async Task<Stream> StreamAsync(CancellationToken cancellation)
    {
        if (_answer is null || _answerAt != _position)
        {
            DropAnswer();
            _answer = await _store.ReadAsync(_key, ReadTerms.Part(_position, Length - 1, Tag), cancellation).ConfigureAwait(false);
            _answerAt = _position;
        }

        return _answer.Stream;
    }

    private void DropAnswer()
    {
        _answer?.Dispose();
        _answer = null;
    }
}
