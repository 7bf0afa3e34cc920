namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Rooms and broadcasting: a client describes a broadcast, the server makes it.</summary>
internal static class GroupingHandlers
{
    public static void AddTo(Namespace ns) => ns.OnConnection(socket =>
    {
        socket.On("join", async (EventArguments arguments) =>
        {
            if (arguments.GetJson(0).Span[0] == (byte)'[')
            {
                await socket.JoinAsync(arguments.Get<string[]>(0)!);
            }
            else
            {
                await socket.JoinAsync(arguments.Get<string>(0)!);
            }
        });
        socket.On("leave", async (string room) => await socket.LeaveAsync(room));
        socket.On("rooms", () => PlayHandlers.RoomsOf(socket));
        socket.On("members", (string room) => ns.Sockets.Count(other => other.Rooms.Contains(room)));
        socket.On("broadcast", (Broadcast plan) => Carry(plan, socket));
        socket.On("kept operator", () =>
        {
            var toA = ns.To("a");
            _ = toA.To("b");
            _ = toA.Except("c");
            toA.Emit("news", "only a");
        });
        socket.On("move", async (string from, string to) =>
        {
            await ns.To(from).SocketsJoinAsync(to);
            await ns.To(from).SocketsLeaveAsync(from);
        });
        socket.On("drop", async (string room, bool close) => await ns.To(room).DisconnectSocketsAsync(close));
    });

    private static void Carry(Broadcast plan, Socket socket)
    {
        var arguments = plan.Args.Select(static argument => argument.Value).ToArray();
        BroadcastOperator? target = plan.From == "broadcast" ? socket.Broadcast : null;
        foreach (var room in plan.To ?? [])
        {
            target = target?.To(room) ?? (plan.From == "socket" ? socket.To(room) : socket.Namespace.To(room));
        }

        foreach (var room in plan.Except ?? [])
        {
            target = target?.Except(room) ?? (plan.From == "socket" ? socket.Except(room) : socket.Namespace.Except(room));
        }

        foreach (var flag in plan.Flags ?? [])
        {
            target = flag switch
            {
                "local" => target?.Local ?? (plan.From == "socket" ? socket.Local : socket.Namespace.Local),
                "volatile" => target?.Volatile ?? socket.Namespace.Volatile,
                _ => throw new ArgumentException($"There is no flag {flag}.", nameof(plan)),
            };
        }

        IEmitter all = plan.From == "socket" ? socket : socket.Namespace;
        (target ?? all).Emit(plan.Event ?? "news", arguments.AsSpan());
    }

    private sealed record Broadcast(string From, string[]? To, string[]? Except, string[]? Flags, string? Event, AnyValue[] Args);
}
