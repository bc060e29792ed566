using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using BintrayPush.Server.Http;
using BintrayPush.Server.Metrics;
using Microsoft.AspNetCore.WebUtilities;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// What a connection sends. Everything passes unchanged, until the answer to a rejected request takes the place of all that the
/// server would still have written: it is the last one, since it is not known where a next request would begin.
/// </summary>
internal sealed class RejectionOutput(PipeWriter inner, ServerMeter? meter) : PipeWriter
{
    private byte[]? _answer;
    private byte[] _dropped = [];

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>From now on nothing is sent but the answer to a request that was rejected.</summary>
    public void AnswerWith(BadHttpRequestException fault, bool isHead)
    {
        var body = Answer.MessageBytes(fault.Message);
        var head = string.Join("\r\n",
            $"HTTP/1.1 {fault.StatusCode} {ReasonPhrases.GetReasonPhrase(fault.StatusCode)}",
            "Content-Type: application/json",
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"),
            "Connection: close",
            "Date: " + DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture),
            "\r\n");
        _answer ??= [.. Encoding.ASCII.GetBytes(head), .. isHead ? [] : body];
    }

    public override void Advance(int bytes)
    {
        if (_answer is null)
        {
            inner.Advance(bytes);
            meter?.Sent(bytes);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _answer is null ? inner.GetMemory(sizeHint) : Dropped(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _answer is null ? inner.GetSpan(sizeHint) : Dropped(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_answer is not { Length: > 0 } answer)
        {
            return inner.FlushAsync(cancellationToken);
        }

        _answer = [];
        return inner.WriteAsync(answer, cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private byte[] Dropped(int sizeHint)
    {
        const int Smallest = 4096;
        if (_dropped.Length < Math.Max(sizeHint, Smallest))
        {
            _dropped = new byte[Math.Max(sizeHint, Smallest)];
        }

        return _dropped;
    }
}
