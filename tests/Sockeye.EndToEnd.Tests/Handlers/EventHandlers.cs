using System.Text;
using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Events with arguments of every kind, both ways.</summary>
internal static class EventHandlers
{
    public static void AddTo(Namespace ns) => ns.OnConnection(socket =>
    {
        socket.On("echo", (EventArguments arguments, Ack ack) =>
        {
            if (ack.IsWanted)
            {
                ack.Send(arguments);
            }
            else
            {
                socket.Emit("echo", arguments);
            }
        });
        socket.On("fence", () => { });
    });

    public static void AddTo(SocketServer io, SockeyeHost host) => io.OnConnection(socket =>
    {
        var journal = host.Journal;
        AddSums(socket);
        socket.On("typed", (string text, int whole, double real, bool flag, string[] list, Person person, string? nothing, Ack ack) =>
            ack.Send(text, whole, real, flag, list, person, nothing));
        socket.On("first", (string value) => value);
        socket.On("optional", (string text, string? other, Ack ack) => ack.Send(text, other));
        socket.On("size", (string text) => Encoding.UTF8.GetByteCount(text));
        socket.On("big", (int length) => new string('é', length / 2));
        socket.On("gifts", () => Give(socket));
        socket.On("whole", (byte[] bytes, Ack ack) => ack.Send(bytes.Length, bytes));
        socket.On("error", (string text) => journal.Write("error event", text));
        socket.On("step", (AnyValue step) => journal.Write("steps", step.Value));
        AddCatchAll(io, socket, journal);
        AddOnce(socket);
    });

    private static void AddSums(Socket socket)
    {
        socket.On("sum0", (Ack ack) => ack.Send(0, 0));
        socket.On("sum1", (int a, Ack ack) => ack.Send(1, a));
        socket.On("sum2", (int a, long b, Ack ack) => ack.Send(2, a + b));
        socket.On("sum3", (int a, int b, double c, Ack ack) => ack.Send(3, a + b + c));
        socket.On("sum4", (int a, int b, int c, byte d, Ack ack) => ack.Send(4, a + b + c + d));
        socket.On("sum5", (int a, int b, int c, int d, decimal e, Ack ack) => ack.Send(5, a + b + c + d + e));
        socket.On("sum6", (int a, int b, int c, int d, int e, short f, Ack ack) => ack.Send(6, a + b + c + d + e + f));
        socket.On("sum7", (int a, int b, int c, int d, int e, int f, float g, Ack ack) => ack.Send(7, a + b + c + d + e + f + g));

        // Eight arguments leave no room for an Ack.
        socket.On("sum8", (EventArguments arguments, Ack ack) => ack.Send(8, Enumerable.Range(0, 8).Sum(arguments.Get<int>)));
        socket.On("sum of eight", (int a, int b, int c, int d, int e, int f, int g, int h) => a + b + c + d + e + f + g + h);
    }

    private static void Give(Socket socket)
    {
        for (var count = 0; count <= 8; count++)
        {
            socket.Emit("gift", [.. Enumerable.Range(1, count).Cast<object?>()]);
        }

        socket.Emit("gift", "text", -1, 2.5, 9007199254740991, true, false, null);
        socket.Emit("gift", Array.Empty<int>(), new { }, new object[] { "nested", new object[] { 1, new[] { 2 } } }, new { list = new[] { new { deep = new { er = (string?)null } } } });
        socket.Emit("gift", "Grüße, 世界 👋🏽 \u0000\u001e\u2028 \"\\ </script>");
        socket.Emit("gift", new byte[] { 1, 2, 3 });
        socket.Emit("gift", "mixed", Array.Empty<byte>(), new { inner = new object[] { (ReadOnlyMemory<byte>)new byte[] { 0xff, 0 }, 5 } }, new byte[] { 9 });
    }

    private static void AddCatchAll(SocketServer io, Socket socket, Journal journal)
    {
        socket.OnAny((name, arguments) =>
        {
            if (name.StartsWith("any ", StringComparison.Ordinal))
            {
                journal.Write("any", new JsonArray([name, .. Enumerable.Range(0, arguments.Count).Select(index => JsonNode.Parse(arguments.GetJson(index).Span))]));
            }
        });
        socket.OnAnyOutgoing((name, arguments) =>
        {
            if (name.StartsWith("any ", StringComparison.Ordinal))
            {
                journal.Write("any outgoing", new[] { name }.Concat(arguments));
            }
        });
        socket.On("any here", (string text, Ack ack) =>
        {
            socket.Emit("any back", text);
            io.Emit("any all", text);
            ack.Send("not seen by listeners");
        });
    }

    private static void AddOnce(Socket socket)
    {
        var once = 0;
        socket.Once("once", () => { once++; });
        Action off = () => once++;
        socket.On("off", off);
        socket.Off("off", off);
        socket.On("once count", () => once);
    }

    private sealed record Person(string Name, int Age, Dictionary<string, int[]>? Tags);
}
