#if NET
using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace BintrayPush.Api.Content;

/// <summary>
/// Computes several hashes of the same bytes beside each other: one worker for each, all fed with the same blocks. A few blocks may
/// wait for the slowest one, then the reader waits, too: so the memory does not depend on the size.
/// </summary>
/// <remarks>
/// A worker that has nothing to do holds no thread. Any number of processors is used: with two, MD5 takes as long as the other two
/// together where the processor knows SHA by itself; with more, each has its own.
/// </remarks>
internal sealed class HashWorkers
{
    /// <summary>Small enough for a processor's own cache: each block is read once per hash, soon after it was written.</summary>
    private const int BlockSize = 1 << 17;

    private const int MostWaiting = 4;

    private readonly Channel<Block>[] _queues;
    private readonly Task _all;
    private Block? _filling;
    private volatile bool _isAbandoned;

    /// <summary>Starts the workers.</summary>
    /// <param name="hashes">
    /// What is to be computed; they stay the caller's, but are not to be touched before the workers have ended.
    /// </param>
    public HashWorkers(IReadOnlyList<IncrementalHash> hashes)
    {
        var options = new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true };
        _queues = [.. hashes.Select(_ => Channel.CreateBounded<Block>(options))];
        _all = Task.WhenAll(hashes.Select((hash, i) => Task.Run(() => WorkAsync(_queues[i], hash))).ToArray());
    }

    /// <summary>Takes the next piece; it is not needed any more when the call is over.</summary>
    /// <remarks>
    /// It waits for nothing but processor time for a few blocks, and cannot be cancelled: a block that only some of the workers were
    /// given would make the hashes wrong.
    /// </remarks>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _filling ??= new Block(_queues.Length);
            bytes = bytes[_filling.Fill(bytes.Span)..];
            if (_filling.IsFull)
            {
                await PassOnAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until everything is hashed; then the workers have ended.</summary>
    public async Task CompleteAsync()
    {
        await PassOnAsync().ConfigureAwait(false);
        EndQueues();
        await _all.ConfigureAwait(false);
    }

    /// <summary>Stops: the hashes are no longer needed.</summary>
    /// <returns>Ends when the workers have ended, in any way.</returns>
    public async Task Abandon()
    {
        _isAbandoned = true;
        EndQueues();
        await _all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask PassOnAsync()
    {
        if (_filling is not { } block)
        {
            return;
        }

        _filling = null;
        foreach (var queue in _queues)
        {
            await queue.Writer.WriteAsync(block).ConfigureAwait(false);
        }
    }

    private void EndQueues()
    {
        foreach (var queue in _queues)
        {
            queue.Writer.TryComplete();
        }
    }

    private async Task WorkAsync(Channel<Block> queue, IncrementalHash hash)
    {
        try
        {
            await foreach (var block in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (!_isAbandoned)
                {
                    hash.AppendData(block.Bytes);
                }

                block.Release();
            }
        }
        catch (Exception failure)
        {
            // Whoever brings more must not wait for a worker that is gone; what was in the queue is left to the garbage collector.
            queue.Writer.TryComplete(failure);
            throw;
        }
    }

    /// <summary>Bytes that several workers read; the last one gives the memory back.</summary>
    private sealed class Block(int readers)
    {
        private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
        private int _length;
        private int _readers = readers;

        public bool IsFull => _length == BlockSize;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        /// <summary>Copies as much as there is room for, and says how much that was.</summary>
        public int Fill(ReadOnlySpan<byte> bytes)
        {
            var count = Math.Min(bytes.Length, BlockSize - _length);
            bytes[..count].CopyTo(_bytes.AsSpan(_length));
            _length += count;
            return count;
        }

        public void Release()
        {
            if (Interlocked.Decrement(ref _readers) == 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }
        }
    }
}
#endif
