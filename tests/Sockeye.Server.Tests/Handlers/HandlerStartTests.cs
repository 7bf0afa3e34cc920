using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sockeye.Server.Tests.Handlers;

[SuppressMessage("Performance", "CA1822", Justification = "Handler methods are instance methods.")]
public sealed class HandlerStartTests
{
    [Fact]
    public async Task A_class_with_mistakes_is_refused_when_it_is_mapped_and_every_mistake_is_named()
    {
        await using var server = await RunningServer.StartAsync();

        var exception = Assert.Throws<EventHandlerException>(() => server.Io.MapHandlers<Mistaken>());

        Assert.Equal(
            [
                "Mistaken.Shared, which handles 'shared', must be a public instance method.",
                "Mistaken.Generic, which handles 'generic', must not be generic.",
                "Mistaken.ByReference, which handles 'byReference', must not take its parameters by reference.",
                "Mistaken.Many, which handles 'many', takes 8 parameters and may take 7, services included.",
                "Mistaken.Forgotten, which handles 'forgotten', is async void, which nobody can wait for: it must return Task or ValueTask.",
                "Mistaken.Numbers, which handles 'numbers', returns IAsyncEnumerable<Int32>, which is no acknowledgement: it must return void, a value, Task or ValueTask.",
                "Mistaken.Left, which handles 'disconnect', has the name of no event that a client can send: use [OnConnection], [OnDisconnecting] or [OnDisconnect].",
                "Mistaken.Placed, which handles 'placed', sets Order, which means nothing here: an event has one handler method.",
                "Mistaken.Ended, which handles 'ended', takes a DisconnectContext, which only a method with [OnDisconnecting] or [OnDisconnect] is given.",
                "Mistaken.Missing, which handles 'missing', takes the service Diary diary, which is not registered: add it to builder.Services.",
                "Mistaken.Default, which handles 'default', has a default for Int32 count, which an event without that argument does not use: make it nullable and null by default.",
                "Mistaken.Hook, which is there for 'connection', takes String text, which is neither a service nor anything else that there is at a connection.",
                "Mistaken.Ack, which is there for 'disconnect', takes Ack ack, which only events have.",
                "Mistaken.Token, which is there for 'disconnecting', takes a CancellationToken, and that of a socket that leaves is cancelled already: leave it out.",
                "Mistaken.Hidden, which handles 'hidden', must be a public instance method.",
                "Mistaken.One and Mistaken.Two handle 'twice': an event has one handler method, since there is one acknowledgement.",
            ],
            exception.Problems);
    }

    [Fact]
    public async Task A_class_that_handles_nothing_or_cannot_be_made_is_refused()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(
            ["Empty handles nothing: give a public method of it the attribute [On(\"event\")], [On] or [OnConnection]."],
            Assert.Throws<EventHandlerException>(() => server.Io.MapHandlers<Empty>()).Problems);
        Assert.Equal(
            ["Abstract cannot be made: it must be a class with a public constructor, and not abstract."],
            Assert.Throws<EventHandlerException>(() => server.Io.MapHandlers<Abstract>()).Problems);
        Assert.Equal(
            ["The constructor of Needy takes the service Diary diary, which is not registered: add it to builder.Services.",
                "The constructor of NeedyFilter takes the service Diary diary, which is not registered: add it to builder.Services."],
            Assert.Throws<EventHandlerException>(() => server.Io.MapHandlers<Needy>()).Problems);
    }

    [Fact]
    public async Task Two_classes_with_one_event_in_a_namespace_are_refused_and_in_two_they_are_not()
    {
        await using var server = await RunningServer.StartAsync();
        server.Io.MapHandlers<Once>();
        server.Io.MapHandlers<Again>("/elsewhere");

        var exception = Assert.Throws<EventHandlerException>(() => server.Io.MapHandlers<Again>());

        Assert.Equal(
            ["Again.OnEvent handles 'event', and so does Once.OnEvent in the same namespace: an event has one handler method, since there is one acknowledgement."],
            exception.Problems);
        await using var client = await server.ConnectAsync();
        await client.SendAsync("421[\"event\"]");
        Assert.Equal("431[\"once\"]", await client.ReceiveAsync()); // nothing of the refused class stayed
    }

    [Fact]
    public async Task A_service_that_cannot_be_made_fails_the_start()
    {
        var exception = await Assert.ThrowsAsync<EventHandlerException>(() => RunningServer.StartAsync(
            io => io.MapHandlers<Needy>(),
            services: services => services.AddScoped<Diary>(_ => throw new InvalidOperationException("no ink"))));

        Assert.Contains("Needy takes Diary diary, which cannot be made: no ink", exception.Problems);
    }

    [Fact]
    public async Task A_server_that_is_not_mapped_says_what_to_do()
    {
        await using var io = new SocketServer(new SocketServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);

        Assert.Equal(
            "Handler classes need the application's services: map the server with MapSockeye first.",
            Assert.Throws<InvalidOperationException>(() => io.MapHandlers<Once>()).Message);
    }

    [Fact]
    public async Task A_socket_is_injected_where_there_is_one_only()
    {
        await using var server = await RunningServer.StartAsync(started: static services =>
        {
            using var scope = services.CreateScope();
            var exception = Assert.ThrowsAny<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<Socket>());
            Assert.StartsWith("There is no socket here", exception.Message, StringComparison.Ordinal);
        });
        Assert.Equal(0, server.Io.ConnectionCount);
    }

    private sealed class Mistaken
    {
        [On]
        public static void Shared()
        {
        }

        [On]
        public void Generic<T>(T value) => GC.KeepAlive(value);

        [On]
        public void ByReference(ref int number) => number++;

        [On]
        public int Many(int a, int b, int c, int d, int e, int f, int g, int h) => a + b + c + d + e + f + g + h;

        [On]
        public async void Forgotten() => await Task.Yield();

        [On]
        public IAsyncEnumerable<int> Numbers() => throw new NotSupportedException();

        [On("disconnect")]
        public void Left()
        {
        }

        [On(Order = 1)]
        public void Placed()
        {
        }

        [On]
        public void Ended(DisconnectContext context) => GC.KeepAlive(context.Detail);

        [On]
        public void Missing([FromServices] Diary diary) => GC.KeepAlive(diary);

        [On]
        public int Default(int count = 10) => count;

        [OnConnection]
        public void Hook(string text) => GC.KeepAlive(text);

        [OnDisconnect]
        public void Ack(Ack ack) => GC.KeepAlive(ack);

        [OnDisconnecting]
        public void Token(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

        [On("twice")]
        public void One()
        {
        }

        [On("twice")]
        public void Two()
        {
        }

        [On]
        private void Hidden() => GC.KeepAlive(this);
    }

    private sealed class Empty;

    private abstract class Abstract
    {
        [On]
        public void Event()
        {
        }
    }

    [EventFilter<NeedyFilter>]
    private sealed class Needy(Diary diary)
    {
        [On]
        public int Count() => diary.Entries.Count;
    }

    private sealed class NeedyFilter(Diary diary) : IEventFilter
    {
        public ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
        {
            diary.Add("filter");
            return next(context);
        }
    }

    private sealed class Once
    {
        [On]
        public string OnEvent() => "once";
    }

    private sealed class Again
    {
        [On]
        public string OnEvent() => "again";
    }
}
