using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Middleware;

public sealed class EventMiddlewareTests
{
    [Fact, Trait("Behaviour", "60")]
    public async Task Middleware_sees_each_event_in_order_and_may_change_name_and_arguments()
    {
        var seen = new List<string>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.OnAny((name, arguments) => seen.Add($"any {name} {arguments}"));
            socket.Use(incoming =>
            {
                seen.Add($"first {incoming.Name} {incoming.Arguments}");
                Assert.Same(socket, incoming.Socket);
                incoming.Name = "sum";
                return EventResult.Continue;
            });
            socket.Use(async incoming =>
            {
                await Task.Yield();
                seen.Add($"second {incoming.Name} {incoming.Ack.IsWanted}");
                incoming.SetArguments(incoming.Arguments.Get<int>(0) * 10, incoming.Arguments.Get<int>(1));
                return EventResult.Continue;
            });
            socket.On("sum", (int a, int b) => a + b);
            socket.On("add", () => Assert.Fail("the event has another name by then"));
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("425[\"add\",1,2]");

        Assert.Equal("435[12]", await client.ReceiveAsync());
        Assert.Equal(["any add [1,2]", "first add [1,2]", "second sum True"], seen);
    }

    [Fact, Trait("Behaviour", "61")]
    public async Task A_refusal_reaches_the_error_listeners_and_not_the_handler_and_the_connection_stays()
    {
        var told = new List<HandlerErrorContext>();
        var everywhere = 0;
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnHandlerError(_ => everywhere++);
            io.OnConnection(socket =>
            {
                socket.OnError(told.Add);
                socket.Use(incoming => incoming.Name switch
                {
                    "secret" => EventResult.Refuse("not for you", 42),
                    "broken" => throw new InvalidOperationException("middleware that throws refuses, too"),
                    "answered" => Answer(incoming),
                    _ => EventResult.Continue,
                });
                foreach (var name in new[] { "secret", "broken", "answered" })
                {
                    socket.On(name, () => Assert.Fail("refused events come to no handler"));
                }

                socket.On("open", () => "yes");
            });
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"secret\"]");
        await client.SendAsync("422[\"broken\"]");
        await client.SendAsync("423[\"answered\"]");
        await client.SendAsync("424[\"open\"]");

        Assert.StartsWith("432[{\"error\":{\"code\":\"server_error\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("433[\"too fast\"]", await client.ReceiveAsync());
        Assert.Equal("434[\"yes\"]", await client.ReceiveAsync());
        Assert.Equal(["secret", "broken", "answered"], told.Select(context => context.EventName));
        var refused = Assert.IsType<EventRefusedException>(told[0].Exception);
        Assert.Equal(("not for you", (object)42), (refused.Message, refused.RefusalData!));
        Assert.IsType<InvalidOperationException>(told[1].Exception);
        Assert.Equal(3, everywhere);

        static EventResult Answer(IncomingEvent incoming)
        {
            incoming.Ack.Send("too fast");
            return EventResult.Refuse("too fast");
        }
    }

    [Fact, Trait("Behaviour", "76")]
    public async Task An_event_named_error_is_an_event_like_any_other()
    {
        var heard = new TaskCompletionSource<string>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.OnError(context => heard.TrySetException(context.Exception));
            socket.On("tell", () =>
            {
                socket.On("error", (string text) => heard.TrySetResult(text));
            });
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"error\",\"nobody listens\"]");
        await client.SendAsync("421[\"tell\"]");
        await client.SendAsync("42[\"error\",\"somebody does\"]");

        Assert.StartsWith("431[", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("somebody does", await heard.Task.DefaultTimeout());
    }

    [Fact]
    public async Task An_event_whose_socket_left_while_middleware_ran_is_dropped()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.Use(async _ =>
            {
                entered.SetResult();
                await release.Task;
                return EventResult.Continue;
            });
            socket.On("late", () => Assert.Fail("the socket has gone"));
            socket.OnError(context => ended.TrySetException(context.Exception));
            socket.OnDisconnect(_ => release.SetResult());
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"late\"]");
        await entered.Task.DefaultTimeout();
        await client.SendAsync("41");

        await release.Task.DefaultTimeout();
        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.False(ended.Task.IsFaulted);
    }
}
