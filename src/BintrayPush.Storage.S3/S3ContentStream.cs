using Amazon.S3;
using Amazon.S3.Model;
using BintrayPush.Storage.Store;

namespace BintrayPush.Storage.S3;

/// <summary>
/// A content of the bucket as a stream that can seek. Its beginning comes with the first call, which is all of a small content; the rest is
/// asked for where it is read. A connection that breaks is begun anew where it broke, as long as it is the same object.
/// </summary>
internal sealed class S3ContentStream : Stream, IStoredContent
{
    /// <summary>What a look at a content brings along.</summary>
    private const int FirstBytes = 256 << 10;
    private const int MaxResumes = 5;

    /// <summary>How long the engine may be silent.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly S3ObjectStore _store;
    private readonly string _key;
    private readonly byte[] _beginning;
    private GetObjectResponse? _answer;
    private long _answerAt;
    private long _position;

    private S3ContentStream(S3ObjectStore store, string key, string tag, long length, byte[] beginning, bool isSetAside)
    {
        (_store, _key, Tag, Length, _beginning, IsSetAside) = (store, key, tag, length, beginning, isSetAside);
    }

    public string Key => _key;

    public string Tag { get; }

    /// <summary>Whether it stands for a content that was damaged (<see cref="S3ObjectStore.SetAsideAsync"/>).</summary>
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
    public static async Task<S3ContentStream?> OpenAsync(S3ObjectStore store, string key, CancellationToken cancellation)
    {
        var request = new GetObjectRequest
        {
            BucketName = store.Bucket,
            Key = store.NameOf(key),
            ByteRange = new ByteRange(0, FirstBytes - 1),
        };
        try
        {
            return await store.Calls.RunAsync(
                async (client, token) =>
                {
                    using var answer = await client.GetObjectAsync(request, token).ConfigureAwait(false);
                    var bytes = new byte[S3Calls.LengthInMemory(answer.ContentLength, FirstBytes)];
                    await answer.ResponseStream.ReadExactlyAsync(bytes, token).ConfigureAwait(false);
                    var isSetAside = answer.Metadata[S3ObjectStore.SetAsideMark] is not null;
                    return new S3ContentStream(store, key, S3ObjectStore.TagOf(answer.ETag), LengthOf(answer), bytes, isSetAside);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsMissing(answer))
        {
            return null;
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsBehindEnd(answer))
        {
            return await OpenEmptyAsync(store, key, cancellation).ConfigureAwait(false);
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
                var read = await _store.Calls.RunAsync(
                    async (client, token) =>
                    {
                        var stream = await StreamAsync(client, token).ConfigureAwait(false);
                        return await stream.ReadAsync(buffer, token).ConfigureAwait(false) is var some and > 0
                            ? some : throw new EndOfStreamException("the engine sent less than it announced");
                    },
                    cancellationToken,
                    Silence).ConfigureAwait(false);
                _position += read;
                _answerAt += read;
                return read;
            }
            catch (AmazonS3Exception changed)
            {
                DropAnswer();
                throw new BintrayException(
                    BintrayException.Unavailable,
                    $"the object '{_key}' of the bucket {_store.Calls.Place} has changed while it was read",
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

    /// <summary>An object without bytes has no range.</summary>
    private static async Task<S3ContentStream?> OpenEmptyAsync(S3ObjectStore store, string key, CancellationToken cancellation)
    {
        try
        {
            var answer = await store.Calls.RunAsync(
                (client, token) => client.GetObjectMetadataAsync(store.Bucket, store.NameOf(key), token), cancellation)
                .ConfigureAwait(false);
            return new S3ContentStream(
                store,
                key,
                S3ObjectStore.TagOf(answer.ETag),
                answer.ContentLength,
                [],
                isSetAside: answer.Metadata[S3ObjectStore.SetAsideMark] is not null);
        }
        catch (AmazonS3Exception answer) when (S3Calls.IsMissing(answer))
        {
            return null;
        }
    }

    /// <summary>The number behind the slash of <c>bytes 0-99/1234</c>; an engine that sends everything says only that.</summary>
    private static long LengthOf(GetObjectResponse answer) =>
        answer.ContentRange is { Length: > 0 } range && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var length)
            ? length : answer.ContentLength;

    private async Task<Stream> StreamAsync(IAmazonS3 client, CancellationToken cancellation)
    {
        if (_answer is null || _answerAt != _position)
        {
            DropAnswer();
            var request = new GetObjectRequest
            {
                BucketName = _store.Bucket,
                Key = _store.NameOf(_key),
                ByteRange = new ByteRange(_position, Length - 1),
                EtagToMatch = _store.SentTag(Tag),
            };
            _answer = await client.GetObjectAsync(request, cancellation).ConfigureAwait(false);
            _answerAt = _position;
        }

        return _answer.ResponseStream;
    }

    private void DropAnswer()
    {
        _answer?.Dispose();
        _answer = null;
    }
}
