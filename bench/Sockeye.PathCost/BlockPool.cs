using System.Buffers;
using System.Collections.Concurrent;

namespace Sockeye.PathCost;

/// <summary>Memory for pipes that is never given up, however many of them hold some at a time: the network allocates nothing.</summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int Size = 4096;
    private readonly ConcurrentQueue<Block> _free = new();

    public override int MaxBufferSize => Size;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => _free.TryDequeue(out var block) ? block : new Block(this);

    protected override void Dispose(bool disposing)
    {
        // It lives as long as the process.
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[Size];

        public void Dispose() => pool._free.Enqueue(this);
    }
}
