using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamCancellationTests
{
    [Fact]
    public async Task Cancelling_stops_every_stage_closes_everything_and_says_how_far_it_came()
    {
        using var stop = new CancellationTokenSource();
        await using var source = new ProbeStream { Length64 = long.MaxValue };
        await using var destination = new ProbeStream { Keeps = false };
        await using var copy = new ProbeStream { Keeps = false };
        var log = new List<string>();
        var writable = Writable.To(destination);
        writable.On(StreamStage.Progress, progress => (progress.Bytes > 2_000_000 ? stop : null)?.Cancel());
        writable.On(EventEmitter.Error, error => log.Add(error.GetType().Name));
        writable.On(StreamStage.Close, () => log.Add("close"));

        var run = Readable.From(source).Tee(Writable.To(copy)).Pipe(Transformer.Bytes(chunk => chunk)).PipeToAsync(writable, stop.Token);
        var canceled = await Assert.ThrowsAsync<StreamCanceledException>(() => run.DefaultTimeout());

        Assert.Equal(stop.Token, canceled.CancellationToken);
        Assert.Equal(source.BytesRead, canceled.Result.BytesRead);
        Assert.Equal(destination.BytesWritten, canceled.Result.BytesWritten);
        Assert.True(canceled.Result.BytesWritten > 2_000_000);
        Assert.Equal((1, 1, 1), (source.Disposals, destination.Disposals, copy.Disposals));
        Assert.Equal(["StreamCanceledException", "close"], log);
        Assert.True(run.IsCanceled);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_before_it_starts_opens_nothing()
    {
        using var folder = new TemporaryFolder();
        var run = Readable.FromFile(folder["none"]).PipeToAsync(Writable.ToFile(folder["out"]), new CancellationToken(canceled: true));

        var canceled = await Assert.ThrowsAsync<StreamCanceledException>(() => run.DefaultTimeout());
        Assert.Equal(default, canceled.Result);
        Assert.False(File.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_transformer_and_a_listener_that_wait_are_cancelled()
    {
        foreach (var where in new[] { "transformer", "listener", "destination" })
        {
            using var stop = new CancellationTokenSource();
            var waiting = new TaskCompletionSource();
            async Task WaitAsync(string here, CancellationToken token)
            {
                if (here == where)
                {
                    waiting.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
            }

            var readable = Readable.From(new ProbeStream { Length64 = 10 });
            readable.On(Readable.Data, _ => WaitAsync("listener", stop.Token));
            var run = readable
                .Pipe(Transformer.Bytes(async (chunk, token) => { await WaitAsync("transformer", token); return chunk; }))
                .PipeToAsync(Writable.To(async (_, token) => await WaitAsync("destination", token)), stop.Token);

            await waiting.Task.DefaultTimeout();
            await stop.CancelAsync();
            await Assert.ThrowsAsync<StreamCanceledException>(() => run.DefaultTimeout());
        }
    }

    [Fact]
    public async Task Leaving_a_loop_early_closes_everything()
    {
        await using var source = new ProbeStream { Length64 = long.MaxValue };
        var closed = 0;
        var readable = Readable.From(source).Pipe(Transformer.Bytes(chunk => chunk));
        readable.On(StreamStage.Close, () => closed++);
        await foreach (var chunk in readable.ReadChunksAsync(TestStreams.Canceled))
        {
            Assert.Equal(ProbeStream.ByteAt(0), chunk.Span[0]);
            break;
        }

        Assert.Equal((1, 1), (source.Disposals, closed));
        await readable.DisposeAsync().DefaultTimeout();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => readable.RunAsync(TestStreams.Canceled));
    }

    [Fact]
    public async Task Disposing_of_a_stage_stops_the_stream()
    {
        await using var source = new ProbeStream { Length64 = long.MaxValue };
        await using var destination = new ProbeStream { Keeps = false };
        var first = Readable.From(source);
        var run = first.Pipe(Transformer.Bytes(chunk => chunk)).PipeToAsync(Writable.To(destination), TestStreams.Canceled);

        await first.DisposeAsync().DefaultTimeout();
        await first.DisposeAsync().DefaultTimeout();

        Assert.Equal((1, 1), (source.Disposals, destination.Disposals));
        await Assert.ThrowsAsync<StreamCanceledException>(() => run.DefaultTimeout());
    }

    [Fact]
    public async Task A_stream_that_never_runs_closes_what_it_was_given_when_it_is_disposed_of()
    {
        await using var source = new ProbeStream();
        await using var copy = new ProbeStream();
        await using var kept = new ProbeStream();
        var transformer = new Closing();
        await Readable.From(source).Tee(Writable.To(copy)).Pipe(transformer).DisposeAsync();
        await Readable.From(kept, new() { LeaveOpen = true }).DisposeAsync();
        await Writable.To(kept, new() { LeaveOpen = true }).DisposeAsync();

        Assert.Equal((1, 1, 1, 0), (source.Disposals, copy.Disposals, transformer.Disposals, kept.Disposals));
    }

    [Fact]
    public async Task A_transformer_is_disposed_of_once_however_the_stream_ends()
    {
        foreach (var failAt in new[] { long.MaxValue, 50 })
        {
            var transformer = new Closing();
            var run = Readable.From(new ProbeStream { Length64 = 100, FailReadAt = failAt }).Pipe(transformer).RunAsync(TestStreams.Canceled);
            await Task.WhenAny(run).DefaultTimeout();
            Assert.Equal(failAt == 50, run.IsFaulted);
            Assert.Equal(1, transformer.Disposals);
        }
    }

    [Fact]
    public async Task A_stage_is_used_once_and_says_what_to_do_instead()
    {
        var readable = TestStreams.Of("x");
        await readable.RunAsync(TestStreams.Canceled).DefaultTimeout();
        var again = Assert.Throws<InvalidOperationException>(() => { readable.Pipe(Transformer.Bytes(chunk => chunk)); });
        Assert.Contains("Tee gives it a second destination", again.Message, StringComparison.Ordinal);

        var writable = Writable.To(new MemoryStream());
        await TestStreams.Of("x").PipeToAsync(writable, TestStreams.Canceled).DefaultTimeout();
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestStreams.Of("x").PipeToAsync(writable, TestStreams.Canceled));

        var transformer = Transformer.Bytes(chunk => chunk);
        TestStreams.Of("x").Pipe(transformer);
        Assert.Throws<InvalidOperationException>(() => { TestStreams.Of("x").Pipe(transformer); });
    }

    private sealed class Closing : Transformer, IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return default;
        }

        protected override async ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, System.IO.Pipelines.PipeWriter output, CancellationToken cancellationToken) =>
            await output.WriteAsync(chunk, cancellationToken);
    }
}
