using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Disconnecting, from either side.</summary>
internal static class EndingHandlers
{
    public static void AddTo(Namespace ns, SockeyeHost host)
    {
        var journal = host.Journal;
        ns.OnConnection(socket =>
        {
            socket.OnDisconnecting(context => Write("disconnecting", context));
            socket.OnDisconnect(context => Write("disconnect", context));
            socket.On("kick", (bool close) => socket.Disconnect(close));
            socket.On("farewell", (int count, bool close) =>
            {
                for (var number = 0; number < count; number++)
                {
                    socket.Emit("farewell", number, number % 10 == 0 ? new byte[] { (byte)number } : null);
                }

                socket.Disconnect(close);
            });

            void Write(string what, DisconnectContext context) => journal.Write(
                "endings " + ns.Name, new object[] { what, context.ReasonText, PlayHandlers.RoomsOf(socket), socket.IsConnected });
        });
    }
}
