using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Handlers;

[SuppressMessage("Performance", "CA1822", Justification = "Handler methods are instance methods.")]
public sealed partial class HandlerClassTests
{
    private readonly Diary _diary = new();

    [Fact]
    public async Task Methods_take_arguments_and_services_and_what_they_return_is_the_acknowledgement()
    {
        await using var server = await StartAsync(io => Assert.Same(io.Of("/chat"), io.MapHandlers<Chat>("/chat")));
        await using var client = await server.ConnectAsync("40/chat,");

        await client.SendAsync("42/chat,1[\"add\",1,2]");
        await client.SendAsync("42/chat,2[\"later\",\"a\",\"b\"]");
        await client.SendAsync("42/chat,3[\"nothing\"]");
        await client.SendAsync("42/chat,4[\"early\",{\"text\":\"hi\"}]");
        await client.SendAsync("42/chat,5[\"all\",1,\"x\",null]");
        await client.SendAsync("42/chat,6[\"value task\",7]");
        await client.SendAsync("42/chat,7[\"keyed\"]");

        Assert.Equal("43/chat,1[3]", await client.ReceiveAsync());
        Assert.Equal("43/chat,2[\"a, b in /chat\"]", await client.ReceiveAsync());
        Assert.Equal("43/chat,3[]", await client.ReceiveAsync());
        Assert.Equal("43/chat,4[\"hi\",true]", await client.ReceiveAsync());
        Assert.Equal("43/chat,5[3]", await client.ReceiveAsync());
        Assert.Equal("43/chat,6[14]", await client.ReceiveAsync());
        Assert.Equal("43/chat,7[\"spare diary\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task An_attribute_without_a_name_takes_the_method_s_and_once_is_once_for_each_socket()
    {
        await using var server = await StartAsync(static io => io.MapHandlers<Names>());
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();

        foreach (var client in new[] { first, second })
        {
            await client.SendAsync("421[\"sendMessage\"]");
            await client.SendAsync("422[\"chatMessage\"]");
            await client.SendAsync("423[\"online\"]");
            await client.SendAsync("424[\"first visit\"]");
            await client.SendAsync("425[\"first visit\"]");
            await client.SendAsync("426[\"sendMessage\"]");
            Assert.Equal("431[\"SendMessageAsync\"]", await client.ReceiveAsync());
            Assert.Equal("432[\"OnChatMessage\"]", await client.ReceiveAsync());
            Assert.Equal("433[\"Online\"]", await client.ReceiveAsync());
            Assert.Equal("434[\"FirstVisit\"]", await client.ReceiveAsync());
            Assert.Equal("436[\"SendMessageAsync\"]", await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Each_event_has_a_scope_that_ends_when_its_handler_has_ended()
    {
        await using var server = await StartAsync(static io => io.MapHandlers<Shopping>());
        await using var client = await server.ConnectAsync();
        var id = server.Io.Sockets.Single().Id;

        await client.SendAsync("421[\"put\",\"tea\"]");
        Assert.True(await client.RoundTripAsync()); // the handler waits, and reading goes on
        Assert.Equal([$"tea for {id}"], _diary.Entries);
        _diary.Gate.SetResult();
        Assert.Equal("431[true]", await client.ReceiveAsync());
        await client.SendAsync("422[\"put\",\"milk\"]");
        Assert.Equal("432[true]", await client.ReceiveAsync());
        await client.SendAsync("423[\"fail\"]");
        await client.SendAsync("424[\"numbers\"]");

        Assert.StartsWith("433[{\"error\":{\"code\":\"server_error\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("434[", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(
            [$"tea for {id}", "tea ends", "shopping gone", "basket gone", $"milk for {id}", "milk ends", "shopping gone", "basket gone", "fails", "shopping gone", "basket gone"],
            _diary.Entries.Take(11));
    }

    [Fact]
    public async Task Events_wait_until_the_connection_methods_have_ended_and_the_end_is_told()
    {
        await using var server = await StartAsync(static io => io.MapHandlers<Visits>());
        var client = await server.ConnectAsync();
        await client.SendAsync("421[\"who\"]");
        Assert.True(await client.RoundTripAsync());
        Assert.Equal(["comes"], _diary.Entries);

        _diary.Gate.SetResult();

        Assert.Equal("431[\"loaded\"]", await client.ReceiveAsync());
        await client.SendAsync("41");
        await _diary.Ended.Task.DefaultTimeout();
        Assert.Equal(["comes", "came", "leaves lounge", "left: client namespace disconnect, in 0 rooms"], _diary.Entries);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_socket_that_goes_while_its_connection_method_runs_leaves_after_it()
    {
        await using var server = await StartAsync(static io => io.MapHandlers<Visits>());
        var client = await server.ConnectAsync();
        await client.SendAsync("41");
        Assert.True(await client.RoundTripAsync());

        _diary.Gate.SetResult();

        await _diary.Ended.Task.DefaultTimeout();
        Assert.Equal("came", _diary.Entries[^2]);
        Assert.StartsWith("left", _diary.Entries[^1], StringComparison.Ordinal);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_method_that_fails_disconnects_the_socket_and_its_events_are_dropped()
    {
        var told = new TaskCompletionSource<string>();
        await using var server = await StartAsync(io =>
        {
            io.OnHandlerError(context => told.SetResult($"{context.EventName}: {context.Exception.Message}"));
            io.MapHandlers<Closed>("/closed");
        });
        await using var client = await server.ConnectAsync("40/closed,");
        await client.SendAsync("42/closed,1[\"enter\"]");
        Assert.True(await client.RoundTripAsync());

        _diary.Gate.SetResult();

        Assert.Equal("41/closed,", await client.ReceiveAsync());
        Assert.True(await client.RoundTripAsync());
        Assert.Equal("connection: nobody gets in", await told.Task.DefaultTimeout());
    }

    [Fact]
    public async Task Dynamic_namespaces_and_second_classes_have_handlers_too()
    {
        await using var server = await StartAsync(static io =>
        {
            io.Of(Room()).MapHandlers<Chat>().MapHandlers<Names>();
            io.MapHandlers<Names>();
        });
        await using var client = await server.ConnectAsync("40/room-7,");

        await client.SendAsync("42/room-7,1[\"add\",1,2]");
        await client.SendAsync("42/room-7,2[\"online\"]");

        Assert.Equal("43/room-7,1[3]", await client.ReceiveAsync());
        Assert.Equal("43/room-7,2[\"Online\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_token_is_cancelled_when_the_socket_disconnects()
    {
        await using var server = await StartAsync(static io => io.MapHandlers<Patient>());
        await using var client = await server.ConnectAsync();
        await client.SendAsync("42[\"wait\"]");
        Assert.True(await client.RoundTripAsync());

        await client.SendAsync("41");

        await _diary.Ended.Task.DefaultTimeout();
        Assert.Equal(["cancelled"], _diary.Entries);
    }

    [Fact]
    public async Task An_argument_that_cannot_be_read_calls_no_method_and_the_scope_ends()
    {
        var told = new List<int?>();
        await using var server = await StartAsync(io =>
        {
            io.OnHandlerError(context => told.Add(context.Position));
            io.MapHandlers<Shopping>();
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"put\",{\"no\":\"text\"}]");
        await client.SendAsync("422[\"numbers\"]");

        Assert.StartsWith("431[{\"error\":{\"code\":\"invalid_argument\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("432[", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal([0], told);
        Assert.Equal(["shopping gone"], _diary.Entries.Take(1)); // no basket: the argument is read before services are asked for
    }

    [GeneratedRegex(@"^/room-\d+$")]
    private static partial Regex Room();

    private Task<RunningServer> StartAsync(Action<SocketServer> use) => RunningServer.StartAsync(use, services: services => services
        .AddSingleton(_diary)
        .AddKeyedSingleton("spare", new Diary())
        .AddScoped<Basket>());

    private sealed record Note(string Text);

    private sealed class Chat(Diary diary)
    {
        [On("add")]
        public int Add(int a, int b) => a + b;

        [On("later")]
        public async Task<string> LaterAsync(Socket socket, string a, [FromServices] Diary given, string b, Namespace ns, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Assert.Same(diary, given);
            Assert.Same(ns, socket.Namespace);
            Assert.Equal(socket.Aborted, cancellationToken);
            return $"{a}, {b} in {ns.Name}";
        }

        [On("nothing")]
        public async Task NothingAsync(SocketServer io)
        {
            await Task.Yield();
            Assert.Equal(1, io.ConnectionCount);
        }

        [On("early")]
        public void Early(Ack ack, Note note) => ack.Send(note.Text, true);

        [On("all")]
        public int All(EventArguments arguments) => arguments.Count;

        [On("value task")]
        public async ValueTask<int> ValueTaskAsync(int number)
        {
            await Task.Yield();
            return number * 2;
        }

        [On("keyed")]
        public string Keyed([FromKeyedServices("spare")] Diary spare) => spare == diary ? "the diary" : "spare diary";
    }

    private sealed class Names
    {
        [On]
        public Task<string> SendMessageAsync() => Task.FromResult(nameof(SendMessageAsync));

        [On]
        public string OnChatMessage() => nameof(OnChatMessage);

        [On]
        public string Online() => nameof(Online);

        [Once("first visit")]
        public string FirstVisit() => nameof(FirstVisit);

        public static string NoHandler() => "has no attribute";
    }

    private sealed class Shopping(Diary diary) : IDisposable
    {
        [On("put")]
        public async Task<bool> PutAsync(string what, Basket basket, Basket again)
        {
            Assert.Same(basket, again);
            diary.Add($"{what} for {basket.SocketId}");
            await diary.Gate.Task;
            diary.Add($"{what} ends");
            return true;
        }

        [On("fail")]
        public void Fail(Basket basket)
        {
            diary.Add(basket is null ? "no basket" : "fails");
            throw new InvalidOperationException("out of stock");
        }

        [On("numbers")]
        public int Number(Basket basket) => basket.Number;

        public void Dispose() => diary.Add("shopping gone");
    }

    private sealed class Visits(Diary diary, Socket socket)
    {
        [OnConnection]
        public async Task ComeAsync(CancellationToken cancellationToken)
        {
            Assert.Equal(socket.Aborted, cancellationToken);
            diary.Add("comes");
            await socket.JoinAsync("lounge", CancellationToken.None);
            await diary.Gate.Task;
            socket.Data["state"] = "loaded";
            diary.Add("came");
        }

        [On("who")]
        public object? Who() => socket.Data["state"];

        [OnDisconnecting]
        public void Leave() => diary.Add("leaves " + socket.Rooms.FirstOrDefault(room => room != socket.Id));

        [OnDisconnect]
        public void Left(DisconnectContext context)
        {
            diary.Add($"left: {context.ReasonText}, in {context.Socket.Rooms.Count} rooms");
            diary.Ended.SetResult();
        }
    }

    private sealed class Closed(Diary diary)
    {
        [OnConnection]
        public async Task CheckAsync()
        {
            await diary.Gate.Task;
            throw new InvalidOperationException("nobody gets in");
        }

        [On("enter")]
        public void Enter() => Assert.Fail("the socket was refused");
    }

    private sealed class Patient(Diary diary)
    {
        [On("wait")]
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                diary.Add("cancelled");
                diary.Ended.SetResult();
            }
        }
    }
}
