using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterAsyncTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly EventEmitter _emitter = new();
    private readonly List<string> _ran = [];

    [Fact]
    public async Task Awaited_listeners_run_one_after_the_other()
    {
        var gate = new TaskCompletionSource();
        _emitter.On("event", async (int number) =>
        {
            await gate.Task;
            _ran.Add($"first {number}");
        });
        _emitter.On("event", (int number) => _ran.Add($"second {number}"));

        var emitted = _emitter.EmitAsync("event", 1, Token);
        Assert.Empty(_ran);
        gate.SetResult();

        Assert.True(await emitted.DefaultTimeout());
        Assert.Equal(["first 1", "second 1"], _ran);
    }

    [Fact]
    public async Task Listeners_in_parallel_are_started_in_order_and_all_awaited()
    {
        var gate = new TaskCompletionSource();
        for (var i = 0; i < 3; i++)
        {
            var listener = i;
            _emitter.On("event", async () =>
            {
                _ran.Add($"started {listener}");
                await gate.Task;
            });
        }

        var emitted = _emitter.EmitParallelAsync("event", Token);

        Assert.Equal(["started 0", "started 1", "started 2"], _ran);
        Assert.False(emitted.IsCompleted);
        gate.SetResult();
        Assert.True(await emitted.DefaultTimeout());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_listener_runs_and_every_failure_is_told(bool inParallel)
    {
        _emitter.On("event", async () =>
        {
            await Task.Yield();
            throw new FormatException();
        });
        _emitter.On("event", () => throw new InvalidDataException());
        _emitter.On("event", () => _ran.Add("ran"));

        var failed = await Assert.ThrowsAsync<AggregateException>(() =>
            inParallel ? _emitter.EmitParallelAsync("event", Token) : _emitter.EmitAsync("event", Token));

        var failures = failed.InnerExceptions.Cast<ListenerException>().ToArray();
        Assert.Equal([typeof(FormatException), typeof(InvalidDataException)], failures.Select(failure => failure.InnerException!.GetType()));
        Assert.Equal(_emitter.Listeners("event").Take(2), failures.Select(failure => failure.Listener));
        Assert.Equal(["ran"], _ran);
    }

    [Fact]
    public async Task The_failure_of_a_listener_that_emit_started_is_an_error()
    {
        var heard = new TaskCompletionSource<Exception>();
        var gate = new TaskCompletionSource();
        _emitter.On(EventEmitter.Error, heard.SetResult);
        _emitter.On("event", async () =>
        {
            await gate.Task;
            throw new FormatException();
        });

        Assert.True(_emitter.Emit("event"));
        gate.SetResult();

        Assert.IsType<FormatException>(await heard.Task.DefaultTimeout());
    }

    [Fact]
    public async Task Disposing_waits_for_listeners_that_emit_started()
    {
        var gate = new TaskCompletionSource();
        _emitter.On("event", () => gate.Task);
        _emitter.Emit("event");

        var disposed = _emitter.DisposeAsync();
        Assert.False(disposed.IsCompleted);
        gate.SetResult();
        await disposed.DefaultTimeout();

        Assert.False(_emitter.Emit("event"));
        Assert.Throws<ObjectDisposedException>(() => _emitter.On("event", () => { }));
    }

    [Fact]
    public async Task One_event_can_be_awaited()
    {
        var key = new EventKey<int>("number");
        var none = _emitter.OnceAsync("none", Token);
        var one = _emitter.OnceAsync(key, Token);
        var two = _emitter.OnceAsync<int, string>("number and text", Token);

        _emitter.Emit("none");
        _emitter.Emit(key, 5);
        _emitter.Emit("number and text", 6, "six");

        await none.DefaultTimeout();
        Assert.Equal(5, await one.DefaultTimeout());
        Assert.Equal((6, "six"), await two.DefaultTimeout());
        Assert.Empty(_emitter.EventNames);
    }

    [Fact]
    public async Task Waiting_for_an_event_fails_with_an_error_that_comes_first()
    {
        var waiting = _emitter.OnceAsync<int>("number", Token);

        Assert.True(_emitter.Emit(EventEmitter.Error, new FormatException()));

        await Assert.ThrowsAsync<FormatException>(() => waiting).DefaultTimeout();
        Assert.Empty(_emitter.EventNames);
    }

    [Fact]
    public async Task An_event_can_be_read_as_a_stream_from_the_call_on()
    {
        var key = new EventKey<int>("number");
        var numbers = _emitter.ReadAllAsync(key, cancellationToken: Token);
        _emitter.Emit(key, 1);
        _emitter.Emit(key, 2);

        var read = new List<int>();
        await foreach (var number in numbers)
        {
            read.Add(number);
            if (number == 2)
            {
                break;
            }
        }

        Assert.Equal([1, 2], read);
        Assert.Empty(_emitter.EventNames);
    }
}
