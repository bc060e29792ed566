using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// Cuts off receivers that take less than the minimum rate. Kestrel's own limit counts a whole write of 32 KiB at that rate, which
/// are minutes, before it looks; and it cannot see which bytes a receiver took. Linux can: it counts what was acknowledged.
/// </summary>
/// <remarks>Elsewhere Kestrel's limit is the only one (docs/server.md).</remarks>
internal sealed class ReceiverWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly double _rate;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<Wait, bool> _waits = new();

    /// <summary>Begins to watch.</summary>
    /// <param name="rate">The bytes per second below which a receiver is cut off.</param>
    /// <param name="grace">How long it may be slower.</param>
    /// <param name="time">The clock.</param>
    public ReceiverWatch(double rate, TimeSpan grace, TimeProvider time)
    {
        (_rate, _grace, _time) = (rate, grace, time);
        _timer = time.CreateTimer(_ => CheckAll(), null, Interval, Interval);
    }

    /// <summary>The output of a connection, watched while a receiver keeps it waiting.</summary>
    public PipeWriter Watched(ConnectionContext connection) =>
        OperatingSystem.IsLinux() && _rate > 0 && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            ? new Output(this, connection, connection.Transport.Output, () => TakenBytes(socket))
            : connection.Transport.Output;

    public void Dispose() => _timer.Dispose();

    /// <summary>What the other side has acknowledged so far.</summary>
    private static long? TakenBytes(Socket socket)
    {
        const int Tcp = 6;
        const int TcpInfo = 11;
        const int AckedAt = 120;
        Span<byte> info = stackalloc byte[256];
        try
        {
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) >= AckedAt + sizeof(long)
                ? BitConverter.ToInt64(info[AckedAt..])
                : null;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void CheckAll()
    {
        foreach (var (wait, _) in _waits)
        {
            wait.Check();
        }
    }

    private sealed class Output(ReceiverWatch watch, ConnectionContext connection, PipeWriter inner, Func<long?> taken) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            var flush = inner.FlushAsync(cancellationToken);
            return flush.IsCompleted || taken() is not { } before ? flush : WaitAsync(flush, before);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush, long before)
        {
            var wait = new Wait(watch, connection, taken, before);
            watch._waits[wait] = true;
            try
            {
                return await flush;
            }
            finally
            {
                watch._waits.TryRemove(wait, out _);
            }
        }
    }

    private sealed class Wait(ReceiverWatch watch, ConnectionContext connection, Func<long?> taken, long before)
    {
        private long _since = watch._time.GetTimestamp();
        private long _before = before;

        public void Check()
        {
            var waited = watch._time.GetElapsedTime(_since);
            if (waited < watch._grace || taken() is not { } now)
            {
                return;
            }

            if (now - _before < watch._rate * waited.TotalSeconds)
            {
                connection.Abort(new ConnectionAbortedException("The receiver took too few bytes for too long."));
                return;
            }

            (_since, _before) = (watch._time.GetTimestamp(), now);
        }
    }
}
