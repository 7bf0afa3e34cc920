using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Aggregation;

public sealed class EventAggregatorTests
{
    private static readonly EventKey<string> User = new("user");
    private static readonly EventKey<int[]> Orders = new("orders");
    private static readonly EventKey<decimal> Balance = new("balance");

    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;

    public EventAggregatorTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time });

    [Fact]
    public async Task It_is_complete_when_all_events_have_come_in_whatever_order()
    {
        using var page = new EventAggregator(_emitter, "user", "orders", "ready");
        var all = page.WaitAsync(TestContext.Current.CancellationToken);

        _emitter.Emit("ready");
        _emitter.Emit(Orders, [1, 2]);
        Assert.Equal(["user"], page.Missing);
        Assert.False(all.IsCompleted);
        _emitter.Emit("user", "Ada", 36);
        var events = await all.DefaultTimeout();

        Assert.Equal(["user", "orders", "ready"], events.Names);
        Assert.Equal("Ada", events.Get(User));
        Assert.Equal([1, 2], events.Get(Orders));
        Assert.Equal(36, events.Get<int>("user", 1));
        Assert.Equal(["Ada", 36], events.Arguments("user"));
        Assert.Empty(events.Arguments("ready"));
        Assert.Empty(page.Missing);
        AssertNobodyListens();
        Assert.Same(events, await page.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_give_their_data_as_a_tuple()
    {
        var two = _emitter.OnceAllAsync(User, Orders, cancellationToken: TestContext.Current.CancellationToken);
        var three = _emitter.OnceAllAsync(User, Orders, Balance, cancellationToken: TestContext.Current.CancellationToken);

        _emitter.Emit(Balance, 1.5m);
        _emitter.Emit(Orders, [3]);
        _emitter.Emit(User, "Ada");

        Assert.Equal("Ada", (await two.DefaultTimeout()).First);
        var (user, orders, balance) = await three.DefaultTimeout();
        Assert.Equal(("Ada", 3, 1.5m), (user, orders[0], balance));
        AssertNobodyListens();
    }

    [Theory]
    [InlineData(RepeatedEvent.Latest, "second")]
    [InlineData(RepeatedEvent.First, "first")]
    public async Task Of_an_event_that_comes_again_the_one_that_was_asked_for_counts(RepeatedEvent repeated, string expected)
    {
        var all = _emitter.OnceAllAsync(["user", "ready"], new EventAggregatorOptions { Repeated = repeated }, TestContext.Current.CancellationToken);

        _emitter.Emit("user", "first");
        _emitter.Emit("user", "second");
        _emitter.Emit("ready");

        Assert.Equal(expected, (await all.DefaultTimeout()).Get(User));
    }

    [Fact]
    public async Task When_the_time_is_up_it_names_what_is_missing()
    {
        MissingEvents? told = null;
        var options = new EventAggregatorOptions { Timeout = TimeSpan.FromSeconds(5), OnTimeout = missing => told = missing };
        var all = _emitter.OnceAllAsync(["user", "orders", "ready"], options, TestContext.Current.CancellationToken);
        _emitter.Emit("orders", 7);

        _time.Advance(TimeSpan.FromSeconds(5));

        var thrown = await Assert.ThrowsAsync<EventsMissingException>(() => all.DefaultTimeout());
        Assert.Equal(["user", "ready"], thrown.Missing);
        Assert.Equal("After 00:00:05 still missing: user, ready.", thrown.Message);
        Assert.Equal(7, thrown.Events.Received.Get<int>("orders"));
        Assert.Same(told, thrown.Events);
        AssertNobodyListens();
    }

    [Fact]
    public async Task What_is_complete_in_time_does_not_run_out_of_it()
    {
        var all = _emitter.OnceAllAsync(["user"], new EventAggregatorOptions { Timeout = TimeSpan.FromSeconds(5) }, TestContext.Current.CancellationToken);

        _emitter.Emit("user", "Ada");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("Ada", (await all.DefaultTimeout()).Get(User));
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Cancelling_leaves_no_listener()
    {
        using var cancellation = new CancellationTokenSource();
        var all = _emitter.OnceAllAsync(["user", "orders"], cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.DefaultTimeout());
        AssertNobodyListens();
    }

    [Fact]
    public async Task Cancelling_one_wait_leaves_the_others_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        using var aggregator = new EventAggregator(_emitter, "user");
        var one = aggregator.WaitAsync(cancellation.Token);
        var other = aggregator.WaitAsync(TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();
        _emitter.Emit("user", "Ada");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.DefaultTimeout());
        Assert.Equal("Ada", (await other.DefaultTimeout()).Get(User));
    }

    [Fact]
    public async Task Disposing_it_or_its_emitter_ends_the_wait()
    {
        var aggregator = new EventAggregator(_emitter, "user");
        var wait = aggregator.WaitAsync(TestContext.Current.CancellationToken);
        aggregator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.DefaultTimeout());
        AssertNobodyListens();

        var other = _emitter.OnceAllAsync(["user"], cancellationToken: TestContext.Current.CancellationToken);
        await _emitter.DisposeAsync().DefaultTimeout();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.DefaultTimeout());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _emitter.OnceAllAsync(["user"], cancellationToken: TestContext.Current.CancellationToken).DefaultTimeout());
    }

    [Fact]
    public async Task An_error_ends_the_wait_unless_it_is_one_of_the_events()
    {
        var all = _emitter.OnceAllAsync(["user"], cancellationToken: TestContext.Current.CancellationToken);
        var error = new FormatException();
        _emitter.Emit("error", error);
        Assert.Same(error, await Assert.ThrowsAsync<FormatException>(() => all.DefaultTimeout()));
        AssertNobodyListens();

        var both = _emitter.OnceAllAsync(["user", "error"], cancellationToken: TestContext.Current.CancellationToken);
        _emitter.Emit("error", error);
        _emitter.Emit("user", "Ada");
        Assert.Same(error, (await both.DefaultTimeout()).Get<Exception>("error"));
    }

    [Fact]
    public async Task A_repeating_one_begins_anew_with_each_complete_set()
    {
        var sets = new List<string>();
        var options = new EventAggregatorOptions { Repeat = true };
        using var aggregator = new EventAggregator(_emitter, ["a", "b"], options, TestContext.Current.CancellationToken);
        aggregator.On(events => sets.Add($"{events.Get<int>("a")}{events.Get<int>("b")}"));
        var first = aggregator.WaitAsync(TestContext.Current.CancellationToken);

        _emitter.Emit("a", 1);
        _emitter.Emit("b", 2);
        _emitter.Emit("b", 3);
        _emitter.Emit("b", 4);
        _emitter.Emit("a", 5);

        Assert.Equal(["12", "54"], sets);
        Assert.Equal(1, (await first.DefaultTimeout()).Get<int>("a"));
        aggregator.Dispose();
        AssertNobodyListens("a", "b");
    }

    [Fact]
    public async Task A_set_of_a_repeating_one_has_its_time_from_its_first_event()
    {
        var missing = new List<string>();
        var options = new EventAggregatorOptions
        {
            Repeat = true,
            Timeout = TimeSpan.FromSeconds(5),
            OnTimeout = events => missing.Add(string.Join(',', events.Missing)),
        };
        using var aggregator = new EventAggregator(_emitter, ["a", "b"], options, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMinutes(1));
        _emitter.Emit("a");
        _time.Advance(TimeSpan.FromSeconds(4));
        _emitter.Emit("b");
        _emitter.Emit("b");
        var second = aggregator.WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(missing);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], missing);
        await Assert.ThrowsAsync<EventsMissingException>(() => second.DefaultTimeout());

        var third = aggregator.WaitAsync(TestContext.Current.CancellationToken);
        _emitter.Emit("a");
        _emitter.Emit("b");
        await third.DefaultTimeout();
        Assert.Single(missing);
    }

    [Fact]
    public async Task An_awaited_emit_waits_for_the_asynchronous_listener_of_the_set_it_completes()
    {
        var gate = new TaskCompletionSource();
        var done = false;
        using var aggregator = new EventAggregator(_emitter, "a", "b");
        aggregator.On(async _ =>
        {
            await gate.Task;
            done = true;
        });
        await _emitter.EmitAsync("a", TestContext.Current.CancellationToken).DefaultTimeout();

        var emitted = _emitter.EmitAsync("b", TestContext.Current.CancellationToken);
        Assert.False(emitted.IsCompleted);
        gate.SetResult();
        await emitted.DefaultTimeout();

        Assert.True(done);
    }

    [Fact]
    public async Task Data_that_is_not_what_is_asked_for_is_told_by_name()
    {
        var all = _emitter.OnceAllAsync(["user", "ready", "nothing"], cancellationToken: TestContext.Current.CancellationToken);
        _emitter.Emit("user", 5);
        _emitter.Emit("ready");
        _emitter.Emit<string?>("nothing", null);
        var events = await all.DefaultTimeout();

        Assert.Contains("System.Int32", Assert.Throws<InvalidCastException>(() => events.Get(User)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => events.Get<int>("ready"));
        Assert.Throws<KeyNotFoundException>(() => events.Get<int>("other"));
        Assert.Null(events.Get<string?>("nothing"));
        Assert.Throws<InvalidCastException>(() => events.Get<int>("nothing"));
    }

    [Fact]
    public void Events_must_be_named_and_each_once()
    {
        Assert.Throws<ArgumentException>(() => new EventAggregator(_emitter));
        Assert.Contains("\"a\"", Assert.Throws<ArgumentException>(() => new EventAggregator(_emitter, "a", "b", "a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EventAggregator(_emitter, ["a"], new EventAggregatorOptions { Timeout = TimeSpan.Zero }, TestContext.Current.CancellationToken));
        AssertNobodyListens("a", "b");
    }

    [Fact]
    public async Task Emissions_of_many_threads_make_whole_sets_and_none_is_lost()
    {
        const int Each = 2_000;
        string[] names = ["a", "b", "c"];
        var sets = 0;
        var options = new EventAggregatorOptions { Repeat = true, Repeated = RepeatedEvent.First };
        using var aggregator = new EventAggregator(_emitter, names, options, TestContext.Current.CancellationToken);
        aggregator.On(events =>
        {
            Assert.Equal(3, events.Names.Count);
            Interlocked.Increment(ref sets);
        });

        // In step: no thread begins a round before the set of the one before is complete.
        using var meet = new Barrier(names.Length);
        await Task.WhenAll(names.Select(name => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    _emitter.Emit(name, i);
                    meet.SignalAndWait(TimeSpan.FromSeconds(30));
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))).DefaultTimeout();

        Assert.Equal(Each, sets);
    }

    private void AssertNobodyListens(params string[] names)
    {
        foreach (var name in (string[])["user", "orders", "ready", "balance", "error", .. names])
        {
            Assert.Equal(0, _emitter.ListenerCount(name));
        }
    }

    [Fact]
    public async Task Whoever_waits_is_told_though_a_listener_to_removals_throws()
    {
        var emitter = new EventEmitter();
        using var aggregator = new EventAggregator(emitter, "a", "b");
        emitter.On(EventEmitter.RemoveListener, static (string eventName) => throw new FormatException(eventName));
        emitter.Emit("a", 1);

        Assert.Throws<AggregateException>(() => emitter.Emit("b", 2));

        var events = await aggregator.WaitAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Equal((1, 2), (events.Get<int>("a"), events.Get<int>("b")));
        Assert.Equal([EventEmitter.RemoveListener], emitter.EventNames);
    }

    [Fact]
    public async Task An_error_that_is_itself_a_cancellation_reaches_whoever_waits_as_it_is()
    {
        var emitter = new EventEmitter();
        using var aggregator = new EventAggregator(emitter, "a");
        var error = new OperationCanceledException("elsewhere");

        emitter.Emit(EventEmitter.Error, error);

        Assert.Same(error, await Assert.ThrowsAsync<OperationCanceledException>(() =>
            aggregator.WaitAsync(TestContext.Current.CancellationToken).DefaultTimeout()));
    }
}
