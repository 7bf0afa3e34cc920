using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.DependencyInjection;

public sealed class HandlerValidationTests
{
    [Fact]
    public async Task A_handler_that_cannot_be_made_fails_the_start_by_name() =>
        await RefusedAsync(
            static events => events.AddHandlers<Wanting>(),
            "Wanting cannot be made, so that Wanting.Handle, Wanting.HandleToo cannot handle anything: ",
            "'System.Net.Http.HttpClient'");

    [Fact]
    public async Task What_a_service_of_a_handler_lacks_fails_the_start_too() =>
        await RefusedAsync(
            static events =>
            {
                events.Services.AddScoped<Supplier>();
                events.AddHandlers<Supplied>();
            },
            "Supplied cannot be made",
            "'System.Net.Http.HttpClient'");

    [Fact]
    public async Task A_constructor_that_throws_fails_the_start() =>
        await RefusedAsync(static events => events.AddHandlers<Throwing>(), "Throwing cannot be made, so that Throwing.Handle cannot handle anything: out of milk");

    [Fact]
    public async Task An_event_that_was_not_added_fails_the_start() =>
        await RefusedAsync(
            static events => events.AddEvent(new EventKey<Order>("placed")).AddEvent(new EventKey("closing")).AddHandlers<Misspelt>(),
            "Misspelt.Handle handles 'palced', which is not among the events that were added: 'placed', 'closing'.");

    [Fact]
    public async Task Parameters_that_do_not_fit_the_event_fail_the_start()
    {
        await RefusedAsync(
            static events => events.AddEvent("placed", typeof(string)).AddHandlers<Placing>(),
            "Placing.Handle takes (Order), but 'placed' is emitted with (String).");
        await RefusedAsync(static events => events.AddEvent("placed").AddHandlers<Placing>(), "Placing.Handle takes (Order), but 'placed' is emitted with ().");
        await RefusedAsync(static events => events.AddHandlers<WrongError>(), "WrongError.Handle takes (Int32), but 'error' is emitted with (Exception).");
    }

    [Fact]
    public async Task Handlers_that_no_emission_can_reach_together_fail_the_start() =>
        await RefusedAsync(
            static events => events.AddHandlers<Placing>().AddHandlers<PlacingText>(),
            "Placing.Handle takes (Order) and PlacingText.HandleAsync takes (String), but both handle 'placed': nothing that is emitted fits both.");

    [Fact]
    public async Task A_method_that_cannot_be_a_listener_fails_the_start()
    {
        await RefusedAsync(static events => events.AddHandlers<Hidden>(), "Hidden.Handle, which handles 'event', must be a public instance method.");
        await RefusedAsync(static events => events.AddHandlers<Static>(), "Static.Handle, which handles 'event', must be a public instance method.");
        await RefusedAsync(static events => events.AddHandlers<Generic>(), "Generic.Handle, which handles 'event', must not be generic.");
        await RefusedAsync(static events => events.AddHandlers<Referring>(), "Referring.Handle, which handles 'event', must not take its arguments by reference.");
        await RefusedAsync(static events => events.AddHandlers<Answering>(), "Answering.Handle, which handles 'event', returns Int32 and must return void, Task or ValueTask.");
        await RefusedAsync(static events => events.AddHandlers<Forgetting>(), "Forgetting.Handle, which handles 'event', is async void, which nobody can wait for: it must return Task or ValueTask.");
        await RefusedAsync(static events => events.AddHandlers<Greedy>(), "Greedy.Handle, which handles 'event', takes 9 arguments and an event has 8 at most.");
        await RefusedAsync(static events => events.AddHandlers<Diary>(), "Diary handles nothing");
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once() =>
        await RefusedAsync(static events => events.AddHandlers<Hidden>().AddHandlers<Static>(), "Hidden.Handle", "Static.Handle");

    [Fact]
    public async Task An_event_added_twice_with_other_types_fails_the_start() =>
        await RefusedAsync(
            static events => events.AddEvent("placed", typeof(Order)).AddEvent("placed", typeof(string)),
            "The event 'placed' was added with (Order) and again with (String).");

    [Fact]
    public async Task Handlers_that_fit_their_events_start()
    {
        await using var application = TestHost.Build(static services =>
            services.AddSockeyeEvents().AddEvent(new EventKey<Order>("placed")).AddHandlers<Placing>().AddHandlers<HeedingErrors>());
        await application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.True(application.Services.GetRequiredService<EventEmitter>().Emit("placed", new Order("tea")));
        await application.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();
    }

    [Fact]
    public void Without_a_host_an_unsound_handler_is_refused_when_the_emitter_is_made()
    {
        var services = new ServiceCollection();
        services.AddSockeyeEvents().AddHandlers<Hidden>();
        using var provider = services.BuildServiceProvider();

        Assert.Throws<EventHandlerException>(() => provider.GetRequiredService<EventEmitter>());
    }

    [Fact]
    public async Task An_emitter_that_is_registered_otherwise_fails_the_start_by_name()
    {
        await using var application = TestHost.Build(static services =>
        {
            services.AddSingleton<EventEmitter>();
            services.AddSockeyeEvents();
        });
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout());

        Assert.Contains("EventEmitter is also registered by something other than AddSockeyeEvents", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(Action<SockeyeEventsBuilder> register, params string[] messages)
    {
        await using var application = TestHost.Build(services => register(services.AddSockeyeEvents()));
        var refusal = await Assert.ThrowsAsync<EventHandlerException>(() => application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        Assert.All(messages, message => Assert.Contains(message, refusal.Message, StringComparison.Ordinal));
    }

    internal sealed class Wanting(HttpClient client)
    {
        [On("event")]
        public void Handle() => client.CancelPendingRequests();

        [Once("other")]
        public void HandleToo() => client.CancelPendingRequests();
    }

    internal sealed class Supplier(HttpClient client)
    {
        public HttpClient Client => client;
    }

    internal sealed class Supplied(Supplier supplier)
    {
        [On("event")]
        public void Handle() => supplier.Client.CancelPendingRequests();
    }

    internal sealed class Throwing
    {
        public Throwing() => throw new InvalidDataException("out of milk");

        [On("event")]
        public void Handle() => Assert.NotNull(this);
    }

    internal sealed class Misspelt(Diary diary)
    {
        [On("palced")]
        public void Handle(Order order) => diary.Add(order.Drink);
    }

    internal sealed class Placing(Diary diary)
    {
        [On("placed")]
        public void Handle(Order order) => diary.Add(order.Drink);
    }

    internal sealed class PlacingText(Diary diary)
    {
        [On("placed")]
        public Task HandleAsync(string order)
        {
            diary.Add(order);
            return Task.CompletedTask;
        }
    }

    internal sealed class WrongError(Diary diary)
    {
        [On("error")]
        public void Handle(int code) => diary.Add($"{code}");
    }

    internal sealed class HeedingErrors(Diary diary)
    {
        [On("error")]
        public void Handle(Exception exception) => diary.Add(exception.Message);
    }

    internal sealed class Hidden(Diary diary)
    {
        [On("event")]
        private void Handle() => diary.Add("never");
    }

    internal sealed class Static
    {
        [On("event")]
        public static void Handle() => Assert.Fail("never");
    }

    internal sealed class Generic(Diary diary)
    {
        [On("event")]
        public void Handle<T>(T value) => diary.Add($"{value}");
    }

    internal sealed class Referring(Diary diary)
    {
        [On("event")]
        public void Handle(ref int value) => diary.Add($"{value}");
    }

    internal sealed class Answering(Diary diary)
    {
        [On("event")]
        public int Handle() => diary.Entries.Count;
    }

    internal sealed class Forgetting(Diary diary)
    {
        [On("event")]
        public async void Handle()
        {
            await Task.Yield();
            diary.Add("never");
        }
    }

    internal sealed class Greedy(Diary diary)
    {
        [On("event")]
        public void Handle(int a, int b, int c, int d, int e, int f, int g, int h, int i) => diary.Add($"{a}{b}{c}{d}{e}{f}{g}{h}{i}");
    }
}
