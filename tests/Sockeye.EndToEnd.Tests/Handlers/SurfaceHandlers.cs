using System.Text.RegularExpressions;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Dynamic namespaces, middleware of sockets, catch-all listeners, and the lists of sockets.</summary>
internal static partial class SurfaceHandlers
{
    public static void AddTo(SocketServer io, Journal journal)
    {
        AddDynamic(io, journal);
        io.OnConnection(socket => socket.On("list", async (string[] rooms) =>
            (await io.To(rooms).FetchSocketsAsync()).Select(static found => new
            {
                name = found.Handshake.Auth.TryGetProperty("name", out var name) ? name.GetString() : null,
                rooms = found.Rooms.Where(room => room != found.Id).Order(StringComparer.Ordinal),
                note = found.GetData<string>("note"),
            }).OrderBy(found => found.name, StringComparer.Ordinal)));
        io.OnConnection(socket => socket.On("note", (string text) => socket.Data["note"] = text));
        AddGuarded(io.Of("/through"), journal);
        AddListened(io.Of("/listened"), journal);
    }

    private static void AddDynamic(SocketServer io, Journal journal)
    {
        var numbered = io.Of(Numbered());
        numbered.Use(socket =>
        {
            journal.Write("dynamic", "asked " + socket.Namespace.Name);
            return socket.Namespace.Name == "/numbered-13" ? ConnectionResult.Refuse("unlucky") : ConnectionResult.Accept;
        });
        numbered.OnConnection(socket =>
        {
            socket.On("join", async (string room) => await socket.JoinAsync(room));
            socket.On("name", () => socket.Namespace.Name);
            socket.On("tell all", (string text) => numbered.Emit("told", text));
            socket.On("tell room", (string room, string text) => socket.Namespace.To(room).Emit("told", text));
        });
        io.Of((name, handshake) => name == "/by-auth" && handshake.Auth.TryGetProperty("token", out _))
            .OnConnection(socket => socket.On("name", () => socket.Namespace.Name));
        io.Of(async (name, _) =>
        {
            await Task.Yield();
            return name == "/by-later";
        }).OnConnection(socket => socket.On("name", () => socket.Namespace.Name));
    }

    private static void AddGuarded(Namespace through, Journal journal) => through.OnConnection(socket =>
    {
        socket.OnAny((name, _) => journal.Write("through", "any " + name));
        socket.Use(incoming =>
        {
            if (incoming.Name == "refused")
            {
                return EventResult.Refuse("not this one");
            }

            if (incoming.Name == "alias")
            {
                incoming.Name = "echo";
                incoming.SetArguments("changed");
            }

            return EventResult.Continue;
        });
        socket.OnError(context => journal.Write("through", "error " + context.Exception.Message));
        socket.On("refused", () => journal.Write("through", "never"));
        socket.On("echo", (string text) => text);
    });

    private static void AddListened(Namespace listened, Journal journal) => listened.OnConnection(socket =>
    {
        void Note(string what) => journal.Write("listened", what);
        Action<string, EventArguments> gone = (_, _) => Note("never");
        Action<string, IReadOnlyList<object?>> goneOutgoing = (_, _) => Note("never");
        socket.OnAny((name, _) => Note("any " + name));
        socket.OnAny(gone);
        socket.PrependAny((name, _) => Note("first any " + name));
        socket.OffAny(gone);
        socket.OnAnyOutgoing((name, arguments) => Note($"outgoing {name} {arguments.Count}"));
        socket.OnAnyOutgoing(goneOutgoing);
        socket.PrependAnyOutgoing((name, arguments) => Note($"first outgoing {name} {arguments.Count}"));
        socket.OffAnyOutgoing(goneOutgoing);
        socket.On("e", () => Note("on"));
        socket.Once("e", () => Note("once"));
        socket.Prepend("e", () => Note("prepended"));
        socket.PrependOnce("e", () => Note("prepended once"));
        socket.On("e", () =>
        {
            socket.Emit("back", 1, 2);
            listened.Emit("all", new byte[] { 1 });
        });
    });

    [GeneratedRegex("^/numbered-[0-9]+$")]
    private static partial Regex Numbered();
}
