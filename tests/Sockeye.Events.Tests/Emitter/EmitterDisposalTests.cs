using System.Collections.Concurrent;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterDisposalTests
{
    private readonly ConcurrentQueue<UnhandledErrorContext> _unhandled = new();
    private readonly EventEmitter _emitter;

    public EmitterDisposalTests() => _emitter = new EventEmitter(new EventEmitterOptions { OnUnhandledError = _unhandled.Enqueue });

    [Fact]
    public async Task Disposing_waits_for_what_running_listeners_start_and_their_failures_are_still_heard()
    {
        var heard = new List<Exception>();
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        _emitter.On(EventEmitter.Error, heard.Add);
        _emitter.On("first", async () =>
        {
            await first.Task;
            _emitter.Emit("second");
        });
        _emitter.On("second", async () =>
        {
            await second.Task;
            throw new FormatException();
        });
        _emitter.Emit("first");

        var disposed = _emitter.DisposeAsync().AsTask();
        first.SetResult();
        Assert.False(disposed.IsCompleted);
        second.SetResult();
        await disposed.DefaultTimeout();

        Assert.IsType<FormatException>(Assert.Single(heard));
        Assert.Empty(_unhandled);
    }

    [Fact]
    public async Task A_disposed_emitter_has_no_listeners_and_takes_none()
    {
        var removed = 0;
        _emitter.On(EventEmitter.RemoveListener, () => removed++);
        _emitter.On("event", () => { });
        await _emitter.DisposeAsync().DefaultTimeout();
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.Empty(_emitter.EventNames);
        Assert.False(_emitter.Emit("event"));
        Assert.False(_emitter.SafeEmit("event"));
        Assert.False(await _emitter.EmitAsync("event"));
        Assert.Throws<FormatException>(() => _emitter.Emit(EventEmitter.Error, new FormatException()));
        Assert.Throws<ObjectDisposedException>(() => _emitter.Once("event", () => { }));
        Assert.Throws<ObjectDisposedException>(() => _emitter.ReadAllAsync<int>("event"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _emitter.OnceAsync("event"));
        Assert.Equal(0, removed);
    }

    [Fact]
    public async Task What_waits_for_an_event_ends_with_the_emitter()
    {
        var waiting = _emitter.OnceAsync<int>("event", TestContext.Current.CancellationToken);
        var numbers = _emitter.ReadAllAsync<int>("event", cancellationToken: TestContext.Current.CancellationToken);
        _emitter.Once("event", () => { });
        await using var reading = numbers.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = reading.MoveNextAsync();

        await _emitter.DisposeAsync().DefaultTimeout();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting).DefaultTimeout();
        Assert.False(await next.DefaultTimeout());
    }

    [Fact]
    public async Task A_failure_nobody_takes_goes_to_the_last_resort()
    {
        var failure = new FormatException();
        _emitter.On("event", () => Task.FromException(failure));
        Assert.True(_emitter.Emit("event"));

        var ofListener = new InvalidDataException();
        var monitored = new List<Exception>();
        _emitter.On(EventEmitter.ErrorMonitor, monitored.Add);
        _emitter.On(EventEmitter.Error, _ => throw ofListener);
        Assert.True(_emitter.SafeEmit("event"));
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal([failure, ofListener], _unhandled.Select(context => context.Exception));
        Assert.Equal([failure], monitored);
        Assert.All(_unhandled, context => Assert.Equal(("event", _emitter), (context.EventName, context.Emitter)));
    }

    [Fact]
    public async Task An_asynchronous_listener_to_errors_that_fails_is_not_told_of_it_again()
    {
        var failure = new FormatException();
        _emitter.On("error", async (Exception _) =>
        {
            await Task.Yield();
            throw failure;
        });

        Assert.True(_emitter.Emit(EventEmitter.Error, new InvalidDataException()));
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.Same(failure, Assert.Single(_unhandled).Exception);
    }

    [Fact]
    public async Task A_cancelled_listener_has_failed()
    {
        var heard = new List<Exception>();
        _emitter.On(EventEmitter.Error, heard.Add);
        _emitter.On("event", () => Task.FromCanceled(new CancellationToken(true)));

        _emitter.Emit("event");
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.IsType<TaskCanceledException>(Assert.Single(heard));
    }

    [Fact]
    public async Task Disposing_ends_though_each_listener_starts_the_next_one()
    {
        var ticks = 0;
        _emitter.On("tick", async () =>
        {
            await Task.Yield();
            Interlocked.Increment(ref ticks);
            _emitter.Emit("tick");
        });
        _emitter.Emit("tick");

        await _emitter.DisposeAsync().DefaultTimeout();

        var atTheEnd = Volatile.Read(ref ticks);
        Assert.InRange(atTheEnd, 1, int.MaxValue);
        Assert.False(_emitter.Emit("tick"));
        Assert.Empty(_unhandled);
    }
}
