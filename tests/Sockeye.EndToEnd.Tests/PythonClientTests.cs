using Sockeye.EndToEnd.Tests.Playing;
using Sockeye.Engine;
using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests;

/// <summary>python-socketio's client, which shares no code with the official one, against Sockeye.</summary>
public sealed class PythonClientTests
{
    [Theory, OverEveryTransport]
    public async Task A_client_in_Python_is_served_in_all_it_does(Mode mode)
    {
        await using var host = await SockeyeHost.StartAsync(new HostOptions { Use = static (io, host) => Use(io, host) });
        await using var client = PythonProcess.Start(
            "client.py", host.Url, mode switch { Mode.Polling => "polling", Mode.WebSocket => "websocket", _ => "upgrade" });

        var trace = new List<string>();
        try
        {
            do
            {
                trace.Add(await client.ReadLineAsync(TestContext.Current.CancellationToken));
            }
            while (trace[^1] != "[\"end\"]");
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"The client stopped after:\n{string.Join('\n', trace)}", exception);
        }

        Assert.Equal(
            [
                $$"""["connected", "{{(mode == Mode.Polling ? "polling" : "websocket")}}", ["/", "/chat"], true]""",
                """["token", "åß∂"]""",
                """["add", 3]""",
                """["nothing", null]""",
                """["several", ["one", 2, "bytes:03"]]""",
                """["echo", ["é👋", 2.5, null, [true, {}], {"deep": [1]}]]""",
                """["binary", ["bytes:0102", {"inner": ["bytes:", "bytes:ffffff"]}]]""",
                """["large", true]""",
                """["gift", ["bytes:07", {"at": 1}]]""",
                """["asked", ["HOW?", "bytes:08080808"]]""",
                """["order", true]""",
                """["news", ["in the room", "bytes:09"]]""",
                """["news", ["to all"]]""",
                """["kicked", ["/"], 7]""",
                """["reconnected", true, 11]""",
                """["refused", [{"message": "members only", "data": {"code": 401}}]]""",
                """["end"]""",
            ],
            trace);
        Assert.Equal(0, await client.FinishAsync(TestContext.Current.CancellationToken));
        var ends = await host.Journal.ReadAsync("python", 3, TestContext.Current.CancellationToken);
        var reasons = ends.Select(static end => end!.GetValue<string>()).ToArray();
        Assert.Equal("/chat: server namespace disconnect", reasons[0]);
        Assert.Equal(mode != Mode.Polling, reasons.Contains("/: forced close"));
        await host.IsLeftCleanAsync();
    }

    private static void Use(SocketServer io, SockeyeHost host)
    {
        io.OnConnection(socket =>
        {
            var count = 0;
            socket.On("add", (int a, int b) => a + b);
            socket.On("nothing", () => { });
            socket.On("several", (Ack ack) => ack.Send("one", 2, new byte[] { 3 }));
            socket.On("count", () => ++count);
            socket.On("give", (EventArguments arguments) => socket.Emit("gift", arguments));
            socket.On("ask me", async () =>
                socket.Emit("answered", await socket.EmitWithAckAsync<EventArguments>("question", "how?", new byte[] { 8, 8 })));
            socket.On("drop", () => socket.Session.Close(CloseMode.Discard)); // told that it is closed, this client would not come back
            socket.OnDisconnect(context => host.Journal.Write("python", $"/: {context.ReasonText}"));
        });
        io.Of("/chat").OnConnection(socket =>
        {
            socket.On("token", () => socket.Handshake.Auth.GetProperty("token").GetString());
            socket.On("join", async (string room) => await socket.JoinAsync(room));
            socket.On("leave", async (string room) => await socket.LeaveAsync(room));
            socket.On("tell", (string room, string text, byte[]? data) =>
            {
                var target = room.Length == 0 ? io.Of("/chat").Compress(true) : io.Of("/chat").To(room);
                if (data is null)
                {
                    target.Emit("news", text);
                }
                else
                {
                    target.Emit("news", text, data);
                }
            });
            socket.On("kick", () => socket.Disconnect());
            socket.OnDisconnect(context => host.Journal.Write("python", $"/chat: {context.ReasonText}"));
        });
        io.Of("/closed").Use(static _ => ConnectionResult.Refuse("members only", new { code = 401 }));
    }
}
