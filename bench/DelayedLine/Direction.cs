using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace BintrayPush.DelayedLine;

/// <summary>One direction of one connection: what is read is written when its time has come, in order. One reads on while the other waits.</summary>
internal sealed class Direction(Socket from, Socket to, long opened, long delay, int window, ReadOnlySpanAction passing) : IDisposable
{
    private const int ChunkSize = 64 * 1024;

    private readonly Channel<Chunk> _underWay = Channel.CreateUnbounded<Chunk>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _written = new(0, 1);
    private long _free = window;

    public void Dispose() => _written.Dispose();

    /// <summary>Reads until one side has said that nothing more comes.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                while (Volatile.Read(ref _free) < ChunkSize)
                {
                    await _written.WaitAsync(cancellation).ConfigureAwait(false);
                }

                // An idle connection holds no buffer.
                await from.ReceiveAsync(Memory<byte>.Empty, cancellation).ConfigureAwait(false);
                var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var length = await from.ReceiveAsync(buffer.AsMemory(0, ChunkSize), cancellation).ConfigureAwait(false);
                passing(buffer.AsSpan(0, length));
                Interlocked.Add(ref _free, -length);
                // The end travels as long as the bytes before it.
                await _underWay.Writer.WriteAsync(new Chunk(buffer, length, Math.Max(Stopwatch.GetTimestamp(), opened) + delay), cancellation).ConfigureAwait(false);
                if (length == 0)
                {
                    return;
                }
            }
        }
        finally
        {
            _underWay.Writer.Complete();
        }
    }

    /// <summary>Writes until the other side was told so.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await foreach (var chunk in _underWay.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await WaitUntilAsync(chunk.Due, cancellation).ConfigureAwait(false);
            if (chunk.Length == 0)
            {
                to.Shutdown(SocketShutdown.Send);
            }

            for (var sent = 0; sent < chunk.Length;)
            {
                sent += await to.SendAsync(chunk.Buffer.AsMemory(sent, chunk.Length - sent), cancellation).ConfigureAwait(false);
            }

            ArrayPool<byte>.Shared.Return(chunk.Buffer);
            Interlocked.Add(ref _free, chunk.Length);
            if (_written.CurrentCount == 0)
            {
                _written.Release();
            }
        }
    }

    /// <summary>Never too early; the timer makes it a millisecond or two late.</summary>
    private static async Task WaitUntilAsync(long due, CancellationToken cancellation)
    {
        while (due - Stopwatch.GetTimestamp() is > 0 and var left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(left * 1000.0 / Stopwatch.Frequency))), cancellation).ConfigureAwait(false);
        }
    }

    private readonly record struct Chunk(byte[] Buffer, int Length, long Due);
}

/// <summary>Looks at bytes that pass.</summary>
internal delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
