using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EventStreamTests
{
    private static readonly EventKey<int> Number = new("number");

    private readonly EventEmitter _emitter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_default_one_emission_too_many_ends_the_stream_after_what_it_kept()
    {
        var numbers = _emitter.ReadAllAsync(Number, cancellationToken: Token);
        for (var i = 0; i < 1025; i++)
        {
            _emitter.Emit(Number, i);
        }

        Assert.Empty(_emitter.EventNames);
        var read = new List<int>();
        var overflow = await Assert.ThrowsAsync<EventOverflowException>(() => ReadAsync(numbers, read)).DefaultTimeout();

        Assert.Equal(Enumerable.Range(0, 1024), read);
        Assert.Equal(("number", 1024), (overflow.EventName, overflow.Capacity));
    }

    [Theory]
    [InlineData(EventOverflow.DropOldest, "2,3,4")]
    [InlineData(EventOverflow.DropNewest, "0,1,2")]
    public async Task A_full_buffer_can_drop_instead(EventOverflow overflow, string expected)
    {
        var numbers = _emitter.ReadAllAsync(Number, new EventStreamOptions { Capacity = 3, Overflow = overflow }, Token);
        for (var i = 0; i < 5; i++)
        {
            _emitter.Emit(Number, i);
        }

        var read = new List<int>();
        await foreach (var number in numbers)
        {
            read.Add(number);
            if (read.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(expected, string.Join(',', read));
    }

    [Fact]
    public async Task An_error_ends_the_stream_after_what_it_kept()
    {
        var pairs = _emitter.ReadAllAsync<int, string>("pair", cancellationToken: Token);
        _emitter.Emit("pair", 1, "one");
        _emitter.Emit("pair", 2, "two");
        _emitter.Emit(EventEmitter.Error, new FormatException());
        Assert.False(_emitter.Emit("pair", 3, "three"));

        var read = new List<(int, string)>();
        await Assert.ThrowsAsync<FormatException>(() => ReadAsync(pairs, read)).DefaultTimeout();

        Assert.Equal([(1, "one"), (2, "two")], read);
    }

    [Fact]
    public async Task A_stream_of_errors_is_not_ended_by_them()
    {
        var errors = _emitter.ReadAllAsync(EventEmitter.Error, cancellationToken: Token);
        _emitter.Emit(EventEmitter.Error, new FormatException());
        await using var reading = errors.GetAsyncEnumerator(Token);

        Assert.True(await reading.MoveNextAsync().DefaultTimeout());
        Assert.IsType<FormatException>(reading.Current);
    }

    [Fact]
    public async Task Its_token_ends_the_stream_also_before_anybody_reads()
    {
        using var cancellation = new CancellationTokenSource();
        var numbers = _emitter.ReadAllAsync(Number, cancellationToken: cancellation.Token);
        _emitter.Emit(Number, 1);
        await cancellation.CancelAsync();

        Assert.Empty(_emitter.EventNames);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(numbers, [])).DefaultTimeout();
    }

    [Fact]
    public async Task A_reader_that_waits_is_ended_by_either_token()
    {
        using var ofStream = new CancellationTokenSource();
        using var ofReader = new CancellationTokenSource();
        var first = ReadAsync(_emitter.ReadAllAsync(Number, cancellationToken: ofStream.Token), []);
        var second = ReadAsync(_emitter.ReadAllAsync(Number, cancellationToken: Token).WithCancellation(ofReader.Token), []);

        await ofStream.CancelAsync();
        await ofReader.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first).DefaultTimeout();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second).DefaultTimeout();
        Assert.Empty(_emitter.EventNames);
    }

    [Fact]
    public async Task A_stream_is_enumerated_once_and_leaving_it_takes_its_listeners_back()
    {
        var numbers = _emitter.ReadAllAsync(Number, cancellationToken: Token);
        await numbers.GetAsyncEnumerator(Token).DisposeAsync();

        Assert.Throws<InvalidOperationException>(() => numbers.GetAsyncEnumerator(Token));
        Assert.Empty(_emitter.EventNames);
    }

    [Fact]
    public void A_buffer_holds_at_least_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _emitter.ReadAllAsync(Number, new EventStreamOptions { Capacity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _emitter.ReadAllAsync(Number, new EventStreamOptions { Overflow = (EventOverflow)7 }));
        Assert.Empty(_emitter.EventNames);
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> source, List<T> into)
    {
        await foreach (var item in source)
        {
            into.Add(item);
        }
    }

    private static async Task ReadAsync<T>(System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<T> source, List<T> into)
    {
        await foreach (var item in source)
        {
            into.Add(item);
        }
    }

    [Fact]
    public void A_stream_that_cannot_begin_leaves_no_listener_behind()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.NewListener, (string eventName) =>
        {
            if (eventName == EventEmitter.Error.Name)
            {
                throw new FormatException();
            }
        });

        Assert.Throws<FormatException>(() => emitter.ReadAllAsync<int>("event"));

        Assert.Equal(0, emitter.ListenerCount("event"));
    }
}
