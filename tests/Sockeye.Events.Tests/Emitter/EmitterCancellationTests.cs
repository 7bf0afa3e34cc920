using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterCancellationTests
{
    private readonly EventEmitter _emitter = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void Cancelling_takes_back_every_kind_of_listener_and_tells_of_it()
    {
        using var cancellation = new CancellationTokenSource();
        _emitter.On(EventEmitter.RemoveListener, (string name, Delegate _) => _ran.Add(name));
        _emitter.On("on", () => { }, cancellation.Token);
        _emitter.Once("once", () => Task.CompletedTask, cancellation.Token);
        _emitter.Prepend("prepend", (int _) => { }, cancellation.Token);
        _emitter.PrependOnce(new EventKey<int>("prependOnce"), _ => Task.CompletedTask, cancellation.Token);

        cancellation.Cancel();

        Assert.Equal([EventEmitter.RemoveListener], _emitter.EventNames);
        Assert.Equal(["on", "once", "prepend", "prependOnce"], _ran.Order());
    }

    [Fact]
    public void A_listener_that_has_gone_leaves_nothing_at_its_token()
    {
        using var cancellation = new CancellationTokenSource();
        var listeners = AddAndRemove(cancellation.Token);
        for (var i = 0; i < 10 && listeners.Any(listener => listener.TryGetTarget(out _)); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(listeners, listener => listener.TryGetTarget(out _));
    }

    [Fact]
    public async Task Waiting_for_an_event_ends_with_its_token()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _emitter.OnceAsync<int>("event", cancellation.Token);

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting).DefaultTimeout();
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Empty(_emitter.EventNames);
        Assert.True(_emitter.OnceAsync("event", cancellation.Token).IsCanceled);
        Assert.Empty(_emitter.EventNames);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_an_emit_starts_no_further_listener_and_awaits_the_ones_that_run(bool inParallel)
    {
        using var cancellation = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        _emitter.On("event", async () =>
        {
            await cancellation.CancelAsync();
            await gate.Task;
            _ran.Add("first");
        });
        _emitter.On("event", () => _ran.Add("second"));

        var emitted = inParallel ? _emitter.EmitParallelAsync("event", cancellation.Token) : _emitter.EmitAsync("event", cancellation.Token);
        Assert.False(emitted.IsCompleted);
        gate.SetResult();

        await Assert.ThrowsAsync<OperationCanceledException>(() => emitted).DefaultTimeout();
        Assert.Equal(["first"], _ran);
    }

    [Fact]
    public async Task A_failure_before_the_cancellation_is_not_lost()
    {
        using var cancellation = new CancellationTokenSource();
        _emitter.On("event", () =>
        {
            cancellation.Cancel();
            throw new FormatException();
        });
        _emitter.On("event", () => _ran.Add("never"));

        var failed = await Assert.ThrowsAsync<AggregateException>(() => _emitter.EmitAsync("event", cancellation.Token));

        Assert.IsType<FormatException>(Assert.Single(failed.InnerExceptions).InnerException);
        Assert.Empty(_ran);
    }

    private WeakReference<object>[] AddAndRemove(CancellationToken token)
    {
        var listeners = Enumerable.Range(0, 4).Select(_ => new object()).ToArray();
        _emitter.On("disposed", () => GC.KeepAlive(listeners[0]), token).Dispose();
        _emitter.Once("once", () => GC.KeepAlive(listeners[1]), token);
        _emitter.Emit("once");
        Action off = () => GC.KeepAlive(listeners[2]);
        _emitter.On("off", off, token);
        _emitter.Off("off", off);
        _emitter.On("all", () => GC.KeepAlive(listeners[3]), token);
        _emitter.RemoveAll("all");
        return [.. listeners.Select(listener => new WeakReference<object>(listener))];
    }
}
