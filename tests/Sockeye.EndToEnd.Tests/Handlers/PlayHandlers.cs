using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>The handlers of the plays: those of <c>tests/js/reference</c>, written for Sockeye.</summary>
internal static class PlayHandlers
{
    private static readonly string[] Served = ["/", "/one", "/two"];

    public static void AddTo(SocketServer io, SockeyeHost host)
    {
        ConnectingHandlers.AddTo(io, host);
        EventHandlers.AddTo(io, host);
        AcknowledgingHandlers.AddTo(io, host);
        SurfaceHandlers.AddTo(io, host.Journal);
        foreach (var name in Served)
        {
            var ns = io.Of(name);
            ConnectingHandlers.AddTo(ns);
            EventHandlers.AddTo(ns);
            GroupingHandlers.AddTo(ns);
            EndingHandlers.AddTo(ns, host);
        }
    }

    /// <summary>The rooms of a socket, sorted, with its own by that name.</summary>
    public static string[] RoomsOf(Socket socket) =>
        [.. socket.Rooms.Select(room => room == socket.Id ? "(own)" : room).Order(StringComparer.Ordinal)];
}
