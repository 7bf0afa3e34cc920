using System.IO.Pipelines;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamBackPressureTests
{
    private const int ChunkSize = 1024;
    private const int HighWaterMark = 8 * ChunkSize;

    private static readonly ReadableOptions Options = new() { ChunkSize = ChunkSize, HighWaterMark = HighWaterMark, LowWaterMark = 2 * ChunkSize };

    [Fact]
    public async Task A_destination_that_stands_still_stops_the_source_within_the_threshold()
    {
        using var gate = new SemaphoreSlim(0);
        await using var source = new ProbeStream { Length64 = 1000 * ChunkSize };
        await using var destination = new ProbeStream { BeforeWrite = gate.WaitAsync };
        var run = Readable.From(source, Options).PipeToAsync(Writable.To(destination), TestStreams.Canceled);

        // The source reads until the pipe is full, and not a byte more while nothing is taken.
        var full = HighWaterMark;
        await Eventually.TrueAsync(() => source.BytesRead >= full);
        await SettledAsync();
        Assert.InRange(source.BytesRead, full, full + ChunkSize - 1);

        // Taking chunks above the low-water mark does not resume it; falling below does.
        gate.Release(5);
        await Eventually.TrueAsync(() => destination.BytesWritten == 5 * ChunkSize);
        await SettledAsync();
        Assert.InRange(source.BytesRead, full, full + ChunkSize - 1);
        gate.Release(2);
        await Eventually.TrueAsync(() => source.BytesRead > full + ChunkSize);
        await SettledAsync();
        Assert.InRange(source.BytesRead - destination.BytesWritten, 1, HighWaterMark + ChunkSize);

        gate.Release(1000);
        Assert.Equal(1000 * ChunkSize, (await run.DefaultTimeout()).BytesWritten);
    }

    [Fact]
    public async Task The_source_is_never_further_ahead_than_the_thresholds_of_all_stages_allow()
    {
        await using var source = new ProbeStream { Length64 = 4000 * ChunkSize };
        var most = 0L;
        await using var destination = new ProbeStream { Keeps = false };
        var writable = Writable.To(async (chunk, token) =>
        {
            await destination.WriteAsync(chunk, token);
            if (destination.BytesWritten % (64 * ChunkSize) == 0)
            {
                await Task.Yield();
            }

            most = Math.Max(most, source.BytesRead - destination.BytesWritten);
        });

        await Readable.From(source, Options).Pipe(Transformer.Bytes(chunk => chunk)).Pipe(Transformer.Bytes(chunk => chunk))
            .PipeToAsync(writable, TestStreams.Canceled).DefaultTimeout();

        // A pipe after each stage, a chunk in the hands of each; a pipe is let run over by one chunk.
        Assert.InRange(most, 1, 3 * (HighWaterMark + (2 * ChunkSize)));
    }

    [Fact]
    public async Task A_transformer_that_makes_much_of_little_is_held_back_too()
    {
        var made = 0;
        using var gate = new SemaphoreSlim(0);
        var bomb = Transformer.Bytes(async (chunk, output, token) =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await output.WriteAsync(new byte[ChunkSize], token);
                made++;
            }
        });
        await using var destination = new ProbeStream { BeforeWrite = gate.WaitAsync };
        var run = Readable.From(new MemoryStream([1]), Options).Pipe(bomb).PipeToAsync(Writable.To(destination), TestStreams.Canceled);

        await Eventually.TrueAsync(() => Volatile.Read(ref made) >= (HighWaterMark / ChunkSize) - 1);
        await SettledAsync();
        Assert.InRange(made, (HighWaterMark / ChunkSize) - 1, HighWaterMark / ChunkSize);

        gate.Release(2000);
        Assert.Equal(1000 * ChunkSize, (await run.DefaultTimeout()).BytesWritten);
    }

    [Fact]
    public async Task A_listener_that_waits_holds_the_source_back()
    {
        await using var source = new ProbeStream { Length64 = 100 * ChunkSize };
        using var gate = new SemaphoreSlim(0);
        var readable = Readable.From(source, Options);
        readable.On(Readable.Data, async chunk => await gate.WaitAsync(TestStreams.Canceled));
        var run = readable.RunAsync(TestStreams.Canceled);

        await Eventually.TrueAsync(() => source.BytesRead >= HighWaterMark);
        await SettledAsync();
        Assert.InRange(source.BytesRead, HighWaterMark, HighWaterMark + ChunkSize - 1);
        gate.Release(1000);
        await run.DefaultTimeout();
        Assert.Equal(100 * ChunkSize, readable.BytesRead);
    }

    [Fact]
    public async Task A_slow_tee_holds_the_source_back()
    {
        using var gate = new SemaphoreSlim(0);
        await using var source = new ProbeStream { Length64 = 100 * ChunkSize };
        await using var slow = new ProbeStream { BeforeWrite = gate.WaitAsync };
        await using var fast = new ProbeStream();
        var run = Readable.From(source, Options).Tee(Writable.To(slow)).PipeToAsync(Writable.To(fast), TestStreams.Canceled);

        await Eventually.TrueAsync(() => source.BytesRead >= HighWaterMark);
        await SettledAsync();
        Assert.InRange(source.BytesRead, HighWaterMark, HighWaterMark + ChunkSize - 1);
        gate.Release(1000);
        await run.DefaultTimeout();
        Assert.Equal(fast.Written, slow.Written);
    }

    [Fact]
    public async Task Chunks_have_at_most_the_size_that_was_asked_for()
    {
        foreach (var chunkSize in new[] { 1, 3, 100, 4096, 10_000 })
        {
            var sizes = new List<int>();
            var readable = Readable.From(new ProbeStream { Length64 = 25_000 }, new() { ChunkSize = chunkSize }).Pipe(Transformer.Bytes(chunk => new byte[chunk.Length * 2]));
            readable.On(Readable.Data, chunk => sizes.Add(chunk.Length));
            await readable.RunAsync(TestStreams.Canceled).DefaultTimeout();

            Assert.Equal(50_000, sizes.Sum());
            Assert.InRange(sizes.Max(), 1, chunkSize);
        }
    }

    [Fact]
    public async Task A_pipe_of_somebody_elses_keeps_its_own_threshold()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 100, resumeWriterThreshold: 50));
        using var gate = new SemaphoreSlim(0);
        var run = Readable.From(pipe.Reader, new() { ChunkSize = 60 })
            .PipeToAsync(Writable.To(async (_, token) => await gate.WaitAsync(token)), TestStreams.Canceled);
        var flush = pipe.Writer.WriteAsync(new byte[200], TestStreams.Canceled).AsTask();
        gate.Release(2);
        await SettledAsync();
        Assert.False(flush.IsCompleted); // 80 are left
        gate.Release(1);
        await flush.DefaultTimeout();
        gate.Release(100);
        await pipe.Writer.CompleteAsync();
        Assert.Equal(200, (await run.DefaultTimeout()).BytesWritten);
    }

    // Lets whatever could still run do so: nothing that may read on is waiting for anything but the pool.
    private static async Task SettledAsync()
    {
        for (var i = 0; i < 2_000; i++)
        {
            await Task.Yield();
        }
    }
}
