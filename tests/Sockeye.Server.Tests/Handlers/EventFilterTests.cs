using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Handlers;

[SuppressMessage("Performance", "CA1822", Justification = "Handler methods are instance methods.")]
public sealed class EventFilterTests
{
    private readonly Diary _diary = new();

    [Fact]
    public async Task Filters_stand_around_events_the_server_s_first_then_the_class_s_then_the_method_s()
    {
        await using var server = await StartAsync(options => options.AddFilter<Audit>().AddFilter(new TellAttribute("given")));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"pay\",100]");

        Assert.Equal("431[\"100 paid\"]", await client.ReceiveAsync());
        await Eventually.TrueAsync(() => _diary.Entries.Contains("audit gone")); // the event's scope ends behind the answer
        Assert.Equal(
            ["audit pay [100] for PayAsync", "given in", "class in", "method in", "pays 100", "method out", "class out", "given out", "audited True", "audit gone"],
            _diary.Entries);
    }

    [Fact]
    public async Task A_filter_may_change_the_arguments_answer_itself_or_refuse_and_the_handler_is_not_made()
    {
        var told = new List<HandlerErrorContext>();
        await using var server = await StartAsync(use: io => io.OnHandlerError(told.Add));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"limited\",7]");
        await client.SendAsync("422[\"limited\",5000]");
        await client.SendAsync("423[\"limited\",-1]");
        await client.SendAsync("424[\"limited\",3]");

        Assert.Equal("431[7]", await client.ReceiveAsync());
        Assert.Equal("432[1000]", await client.ReceiveAsync());
        Assert.Equal("433[\"no debts\"]", await client.ReceiveAsync());
        Assert.Equal("434[3]", await client.ReceiveAsync());
        var refused = Assert.Single(told);
        Assert.Equal(("limited", "no debts"), (refused.EventName, Assert.IsType<EventRefusedException>(refused.Exception).Message));
        Assert.Equal(3, _diary.Entries.Count(static entry => entry == "handles"));
    }

    [Fact]
    public async Task A_filter_sees_what_the_handler_throws_and_can_turn_it_into_an_answer()
    {
        var told = new List<HandlerErrorContext>();
        await using var server = await StartAsync(use: io => io.OnHandlerError(told.Add));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"broken\"]");

        Assert.Equal("431[\"sorry: it fell\"]", await client.ReceiveAsync());
        Assert.Empty(told);
    }

    [Fact]
    public async Task Authorize_on_a_class_guards_the_namespace_and_on_a_method_the_event()
    {
        await using var server = await StartAsync(use: static io =>
        {
            io.MapHandlers<Guarded>("/guarded");
            io.MapHandlers<PartlyGuarded>("/partly");
        });
        await using var client = await server.ConnectAsync("");

        await client.SendAsync("40/guarded,");
        Assert.Equal("44/guarded,{\"message\":\"Unauthorized\"}", await client.ReceiveAsync());
        await client.SendAsync("40/partly,");
        Assert.StartsWith("40/partly,{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("42/partly,1[\"secret\"]");
        await client.SendAsync("42/partly,2[\"open\"]");
        Assert.Equal("43/partly,2[\"open\"]", await client.ReceiveAsync());
    }

    private Task<RunningServer> StartAsync(Action<SocketServerOptions>? configure = null, Action<SocketServer>? use = null) => RunningServer.StartAsync(
        io =>
        {
            use?.Invoke(io);
            io.MapHandlers<Till>();
        },
        configure,
        services => services.AddSingleton(_diary).AddAuthorization());

    private sealed class Audit(Diary diary) : IEventFilter, IAsyncDisposable
    {
        public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
        {
            if (context.EventName != "pay")
            {
                return await next(context);
            }

            Assert.Equal(context.Socket.Aborted, context.Aborted);
            Assert.Same(diary, context.Services.GetRequiredService<Diary>());
            diary.Add($"audit {context.EventName} {context.Arguments} for {context.Method.Name}");
            var result = await next(context);
            diary.Add($"audited {result.IsContinued}");
            return result;
        }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            diary.Add("audit gone");
        }
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    private sealed class TellAttribute(string name) : Attribute, IEventFilter
    {
        public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
        {
            if (context.EventName != "pay")
            {
                return await next(context);
            }

            var diary = context.Services.GetRequiredService<Diary>();
            diary.Add(name + " in");
            var result = await next(context);
            diary.Add(name + " out");
            return result;
        }
    }

    private sealed class Limit : IEventFilter
    {
        public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
        {
            var amount = context.Arguments.Get<int>(0);
            if (amount < 0)
            {
                context.Ack.Send("no debts");
                return EventResult.Refuse("no debts");
            }

            if (amount > 1000)
            {
                context.SetArguments(1000);
            }

            return await next(context);
        }
    }

    private sealed class Sorry : IEventFilter
    {
        public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
        {
            try
            {
                return await next(context);
            }
            catch (InvalidOperationException exception)
            {
                context.Ack.Send("sorry: " + exception.Message);
                return EventResult.Continue;
            }
        }
    }

    [Tell("class")]
    private sealed class Till(Diary diary)
    {
        [On]
        [Tell("method")]
        public async Task<string> PayAsync(int amount)
        {
            await Task.Yield();
            diary.Add($"pays {amount}");
            return $"{amount} paid";
        }

        [On("limited")]
        [EventFilter<Limit>]
        public int Limited(int amount)
        {
            diary.Add("handles");
            return amount;
        }

        [On("broken")]
        [EventFilter<Sorry>]
        public async Task BrokenAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("it fell");
        }
    }

    [Authorize]
    private sealed class Guarded
    {
        [On("open")]
        public string Open() => "open";
    }

    private sealed class PartlyGuarded
    {
        [On("secret")]
        [Authorize]
        public string Secret() => "secret";

        [On("open")]
        public string Open() => "open";
    }
}
