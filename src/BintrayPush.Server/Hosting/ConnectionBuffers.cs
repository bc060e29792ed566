using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace BintrayPush.Server.Hosting;

/// <summary>
/// The buffers between connections and calls. Kestrel's own hold 4 KiB, and it reads from a socket into one of them at a time: a file
/// of a gigabyte would take a quarter of a million system calls. Larger ones take most of that away, and are still small enough that
/// many connections which send nothing but half a header do not fill the memory.
/// </summary>
internal sealed class ConnectionBuffers : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int BlockSize = 1 << 15;

        /// <summary>16 MiB; what is given back beyond that was needed for a moment only.</summary>
        private const int MostKept = 512;

        private readonly ConcurrentQueue<Block> _free = new();

        /// <inheritdoc/>
        public override int MaxBufferSize => BlockSize;

        /// <inheritdoc/>
        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            return _free.TryDequeue(out var block) ? block : new Block(this);
        }

        /// <summary>The garbage collector takes the rest: blocks may still be on their way back when a server stops.</summary>
        protected override void Dispose(bool disposing) => _free.Clear();

        private void TakeBack(Block block)
        {
            if (_free.Count < MostKept)
            {
                _free.Enqueue(block);
            }
        }

        /// <summary>Never moved, because the system writes into it.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

            public Memory<byte> Memory => _bytes;

            public void Dispose() => pool.TakeBack(this);
        }
    }
}
