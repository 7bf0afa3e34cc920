using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.DependencyInjection;

public sealed class HandlerClassTests
{
    private static readonly EventKey<Order> Placed = new("placed");

    [Fact]
    public async Task Handlers_of_one_emission_share_a_scope_that_ends_with_it()
    {
        await using var services = Provide(static events => events.AddHandlers<Sharing>());
        var emitter = services.GetRequiredService<EventEmitter>();
        var diary = services.GetRequiredService<Diary>();

        Assert.True(emitter.Emit("shared"));
        Assert.True(emitter.Emit("shared"));

        var entries = diary.Entries;
        Assert.Equal(["basket gone", "basket gone"], [entries[2], entries[5]]);
        Assert.Equal(entries[0], entries[1]);
        Assert.Equal(entries[3], entries[4]);
        Assert.NotEqual(entries[0], entries[3]);
    }

    [Fact]
    public async Task Each_handler_has_a_scope_of_its_own_where_that_is_asked_for()
    {
        await using var services = Provide(static events => events.AddHandlers<Sharing>().ScopeHandlersBy(HandlerScope.Handler));
        services.GetRequiredService<EventEmitter>().Emit("shared");

        var entries = services.GetRequiredService<Diary>().Entries;
        Assert.Equal(["basket gone", "basket gone"], [entries[1], entries[3]]);
        Assert.NotEqual(entries[0], entries[2]);
    }

    [Theory]
    [InlineData("Emit")]
    [InlineData("SafeEmit")]
    [InlineData("EmitAsync")]
    [InlineData("EmitParallelAsync")]
    public async Task A_scope_lasts_until_the_last_asynchronous_handler_has_ended(string verb)
    {
        await using var services = Provide(static events => events.AddHandlers<Waiting>());
        var gate = services.GetRequiredService<Gate>();
        var emitter = services.GetRequiredService<EventEmitter>();
        var diary = services.GetRequiredService<Diary>();
        var emitted = verb switch
        {
            "Emit" => Task.FromResult(emitter.Emit("wait", "tea")),
            "SafeEmit" => Task.FromResult(emitter.SafeEmit("wait", "tea")),
            "EmitAsync" => emitter.EmitAsync("wait", "tea"),
            _ => emitter.EmitParallelAsync("wait", "tea"),
        };

        Assert.Equal(["tea begins"], diary.Entries);
        gate.Open.SetResult();
        Assert.True(await emitted.DefaultTimeout());
        await emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal(["basket gone", "tea begins", "tea counted", "tea ends"], diary.Entries.Order(StringComparer.Ordinal));
        Assert.Equal("basket gone", diary.Entries[^1]);
    }

    [Fact]
    public async Task An_emission_within_a_handler_has_a_scope_of_its_own()
    {
        await using var services = Provide(static events => events.AddHandlers<Nesting>().AddHandlers<Sharing>());
        services.GetRequiredService<EventEmitter>().Emit("outer");

        var entries = services.GetRequiredService<Diary>().Entries;
        Assert.Equal(entries[0], entries[4]); // the outer one, before and after
        Assert.Equal(entries[1], entries[2]);
        Assert.NotEqual(entries[0], entries[1]);
        Assert.Equal(["basket gone", "basket gone"], [entries[3], entries[5]]);
    }

    [Fact]
    public async Task Handlers_run_in_their_order_and_once_handlers_once()
    {
        await using var services = Provide(static events => events.AddHandlers<Ordered>());
        var emitter = services.GetRequiredService<EventEmitter>();
        emitter.On("ordered", () => services.GetRequiredService<Diary>().Add("code"));
        emitter.Emit("ordered");
        emitter.Emit("ordered");

        Assert.Equal(["first", "once", "last", "code", "first", "last", "code"], services.GetRequiredService<Diary>().Entries);
        Assert.Equal(3, emitter.ListenerCount("ordered"));
    }

    [Theory]
    [InlineData(nameof(Unnamed.SendMessageAsync), "sendMessage")]
    [InlineData(nameof(Unnamed.OnChatMessage), "chatMessage")]
    [InlineData(nameof(Unnamed.Online), "online")]
    [InlineData(nameof(Unnamed.On), "on")]
    [InlineData(nameof(Unnamed.Async), "async")]
    public async Task A_method_without_a_name_for_its_event_gives_it_its_own(string method, string eventName)
    {
        await using var services = Provide(static events => events.AddHandlers<Unnamed>());

        services.GetRequiredService<EventEmitter>().Emit(eventName);

        Assert.Equal([method], services.GetRequiredService<Diary>().Entries);
    }

    [Fact]
    public async Task A_class_handles_an_event_by_its_typed_key()
    {
        await using var services = Provide(static events => events.AddHandler<Kitchen, Order>(Placed).AddOnceHandler<FirstOrder, Order>(Placed, order: -1));
        var emitter = services.GetRequiredService<EventEmitter>();
        await emitter.EmitAsync(Placed, new Order("tea")).DefaultTimeout();
        await emitter.EmitAsync(Placed, new Order("milk")).DefaultTimeout();

        Assert.Equal(["first is tea", "cook tea", "cook milk"], services.GetRequiredService<Diary>().Entries);
    }

    [Fact]
    public async Task Handlers_take_arguments_as_listeners_do()
    {
        await using var services = Provide(static events => events.AddHandlers<Arguing>());
        var emitter = services.GetRequiredService<EventEmitter>();
        emitter.Emit("many", 1, "two", 3.0, (string?)null, DayOfWeek.Monday, (int?)6, 'g', 8L);
        emitter.Emit("fewer", "kept", "ignored");

        Assert.Equal(["1 two 3  Monday 6 g 8", "kept False"], services.GetRequiredService<Diary>().Entries);
        var refused = Assert.Throws<ListenerTypeException>(() => emitter.Emit("fewer", 1));
        Assert.Contains("(String)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_handler_fails_as_a_listener_with_its_own_exception()
    {
        await using var services = Provide(static events => events.AddHandlers<Failing>());
        var emitter = services.GetRequiredService<EventEmitter>();

        Assert.Equal("now", Assert.Throws<FormatException>(() => emitter.Emit("fail now")).Message);
        var failure = await Assert.ThrowsAsync<AggregateException>(() => emitter.EmitAsync("fail later").DefaultTimeout());
        var inner = Assert.IsType<ListenerException>(Assert.Single(failure.InnerExceptions));
        Assert.Equal("later", Assert.IsType<FormatException>(inner.InnerException).Message);
        Assert.Equal(["basket gone", "basket gone"], services.GetRequiredService<Diary>().Entries);
    }

    [Fact]
    public async Task A_trace_names_a_handler_by_its_class_and_method()
    {
        await using var services = Provide(static events => events.AddHandlers<Ordered>());
        var emitter = services.GetRequiredService<EventEmitter>();
        var traces = new List<EventTrace>();
        using var tracing = emitter.Trace("ordered", traces.Add);
        emitter.Emit("ordered");

        Assert.Equal(["Ordered.First", "Ordered.Middle", "Ordered.Last"], traces[^1].Listeners.Select(static listener => listener.Name));
        var called = Assert.Throws<TargetInvocationException>(() => emitter.Listeners("ordered")[0].DynamicInvoke());
        Assert.IsType<InvalidOperationException>(called.InnerException);
    }

    [Fact]
    public async Task A_handler_class_that_is_registered_already_keeps_its_lifetime()
    {
        await using var services = Provide(static events =>
        {
            events.Services.AddSingleton<Counting>();
            events.AddHandlers<Counting>();
        });
        var emitter = services.GetRequiredService<EventEmitter>();
        emitter.Emit("count");
        emitter.Emit("count");

        Assert.Equal(2, services.GetRequiredService<Counting>().Count);
    }

    [Fact]
    public async Task What_is_added_twice_runs_once()
    {
        await using var services = Provide(static events => events
            .AddHandlers<Ordered>()
            .AddHandlers<Ordered>()
            .AddHandler<Kitchen, Order>(Placed)
            .AddHandler<Kitchen, Order>(Placed)
            .AddHandler<Kitchen, Order>(new EventKey<Order>("placed again")));
        var emitter = services.GetRequiredService<EventEmitter>();
        emitter.Emit("ordered");

        Assert.Equal(["first", "once", "last"], services.GetRequiredService<Diary>().Entries);
        Assert.Equal(1, emitter.ListenerCount(Placed.Name));
        Assert.Equal(1, emitter.ListenerCount("placed again"));
    }

    [Fact]
    public async Task A_method_that_repeats_the_attribute_of_what_it_overrides_runs_once()
    {
        await using var services = Provide(static events => events.AddHandlers<Overriding>());
        services.GetRequiredService<EventEmitter>().Emit("overridden");

        Assert.Equal(["derived"], services.GetRequiredService<Diary>().Entries);
    }

    private static ServiceProvider Provide(Action<SockeyeEventsBuilder> register)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Diary>();
        services.AddSingleton<Gate>();
        services.AddScoped<Basket>();
        register(services.AddSockeyeEvents());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    internal sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new();
    }

    internal sealed class Sharing(Basket basket, Diary diary)
    {
        [On("shared")]
        public void First() => diary.Add(basket.Id.ToString());

        [On("shared")]
        public Task SecondAsync()
        {
            diary.Add(basket.Id.ToString());
            return Task.CompletedTask;
        }
    }

    internal sealed class Waiting(Basket basket, Gate gate, Diary diary)
    {
        [On("wait")]
        public async Task BeginAsync(string what)
        {
            diary.Add($"{what} begins");
            await gate.Open.Task;
            Assert.NotEqual(Guid.Empty, basket.Id);
            diary.Add($"{what} ends");
        }

        [On("wait", Order = 1)]
        public async ValueTask CountAsync(string what)
        {
            await gate.Open.Task;
            diary.Add($"{what} counted");
        }
    }

    internal sealed class Nesting(Basket basket, Diary diary, EventEmitter events)
    {
        [On("outer")]
        public void Handle()
        {
            diary.Add(basket.Id.ToString());
            events.Emit("shared");
            diary.Add(basket.Id.ToString());
        }
    }

    internal sealed class Ordered(Diary diary)
    {
        [On("ordered", Order = 1)]
        public void Last() => diary.Add("last");

        [Once("ordered")]
        public void Middle() => diary.Add("once");

        [On("ordered", Order = -1)]
        public void First() => diary.Add("first");
    }

    internal sealed class Unnamed(Diary diary)
    {
        [On]
        public void SendMessageAsync() => diary.Add(nameof(SendMessageAsync));

        [On]
        public void OnChatMessage() => diary.Add(nameof(OnChatMessage));

        [On]
        public void Online() => diary.Add(nameof(Online));

        [On]
        public void On() => diary.Add(nameof(On));

        [Once]
        public void Async() => diary.Add(nameof(Async));
    }

    internal sealed class Kitchen(Diary diary) : IHandle<Order>
    {
        public async Task HandleAsync(Order value, CancellationToken cancellationToken)
        {
            await Task.Yield();
            diary.Add($"cook {value.Drink}");
        }
    }

    internal sealed class FirstOrder(Diary diary) : IHandle<Order>
    {
        public Task HandleAsync(Order value, CancellationToken cancellationToken)
        {
            diary.Add($"first is {value.Drink}");
            return Task.CompletedTask;
        }
    }

    internal sealed class Arguing(Diary diary)
    {
        [On("many")]
        public void Many(int first, string second, double third, string? fourth, DayOfWeek fifth, int? sixth, char seventh, object eighth) =>
            diary.Add(FormattableString.Invariant($"{first} {second} {third} {fourth} {fifth} {sixth} {seventh} {eighth}"));

        [On("fewer")]
        public void Fewer(string first, CancellationToken cancellationToken) => diary.Add($"{first} {cancellationToken.IsCancellationRequested}");
    }

    internal sealed class Failing(Basket basket)
    {
        [On("fail now")]
        public void Now() => throw new FormatException(basket.Id == Guid.Empty ? "never" : "now");

        [On("fail later")]
        public async Task LaterAsync()
        {
            await Task.Yield();
            throw new FormatException(basket.Id == Guid.Empty ? "never" : "later");
        }
    }

    internal abstract class Overridden(Diary diary)
    {
        protected Diary Diary => diary;

        [On("overridden")]
        public virtual void Handle() => diary.Add("base");
    }

    internal sealed class Overriding(Diary diary) : Overridden(diary)
    {
        [On("overridden")]
        public override void Handle() => Diary.Add("derived");
    }

    internal sealed class Counting
    {
        public int Count { get; private set; }

        [On("count")]
        public void Add() => Count++;
    }
}
