using System.Buffers;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

// What is alive in the process is what is measured, so nothing else may run.
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests
{
    [Fact]
    public async Task A_long_stream_keeps_no_more_than_a_short_one()
    {
        var peakOfShort = await PeakAsync(16L << 20);
        var peakOfLong = await PeakAsync(256L << 20);

        Assert.InRange(peakOfShort, 1, 4 << 20);

        // A quarter of a gigabyte through two stages; what is alive at any time does not depend on how much has passed.
        Assert.InRange(peakOfLong, 0, peakOfShort + (1 << 20));
    }

    private static async Task<long> PeakAsync(long bytes)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        var made = new byte[65_536];
        var source = Readable.From(new Zeros(bytes));
        var result = await source.Pipe(Transformer.Bytes((chunk, output, token) =>
        {
            chunk.CopyTo(made);
            output.Write(made.AsSpan(0, chunk.Length));
            return default;
        })).PipeToAsync(Measured(), TestStreams.Canceled).DefaultTimeout();

        Assert.Equal(bytes, result.BytesWritten);
        return peak;

        Writable Measured()
        {
            var writable = Writable.To((_, _) => default, new() { ProgressInterval = bytes / 8 });
            writable.On(StreamStage.Progress, _ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before));
            return writable;
        }
    }

    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            _left -= count;
            return new(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
