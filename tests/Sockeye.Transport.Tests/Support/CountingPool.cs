using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Sockeye.Transport.Tests.Support;

/// <summary>A memory pool that knows how many blocks are out: of arrays, or of memory that is none, as an application's own pool may be.</summary>
internal sealed class CountingPool(bool arrays = true) : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int BlockSize = 4096;
    private int _rented;

    public int Rented => Volatile.Read(ref _rented);

    public override int MaxBufferSize => BlockSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Interlocked.Increment(ref _rented);
        return arrays ? new ArrayBlock(this) : new NativeBlock(this);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return() => Interlocked.Decrement(ref _rented);

    private sealed class ArrayBlock(CountingPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[BlockSize];

        public void Dispose() => pool.Return();
    }

    private sealed unsafe class NativeBlock(CountingPool pool) : MemoryManager<byte>
    {
        private readonly void* _memory = NativeMemory.AllocZeroed(BlockSize);

        public override Span<byte> GetSpan() => new(_memory, BlockSize);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_memory + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            NativeMemory.Free(_memory);
            pool.Return();
        }
    }
}
