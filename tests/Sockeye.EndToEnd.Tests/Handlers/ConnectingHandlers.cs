using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>Handshakes, middleware and namespaces.</summary>
internal static class ConnectingHandlers
{
    private static readonly ConnectionResult Refusal = ConnectionResult.Refuse("not you", new { code = 7, hints = new object?[] { "a", null, new { b = true } } });

    public static void AddTo(Namespace ns) => ns.OnConnection(socket =>
    {
        socket.On("handshake", () =>
        {
            var handshake = socket.Handshake;
            return new
            {
                auth = handshake.Auth,
                name = (string?)handshake.Query["name"],
                eio = (string?)handshake.Query["EIO"],
                header = (string?)handshake.Headers["x-test"],
                path = handshake.Url.Split('?')[0],
                secure = handshake.IsSecure,
                crossDomain = handshake.IsCrossDomain,
                address = handshake.Address?.ToString(),
            };
        });
        socket.On("who", (Ack ack) => ack.Send(socket.Namespace.Name, socket.Id, socket.IsConnected));
        socket.On("shout", (string text) => ns.Emit("shout", ns.Name, text));
    });

    public static void AddTo(SocketServer io, SockeyeHost host)
    {
        io.Of("/guarded").Use(socket => IsAdmitted(socket) ? ConnectionResult.Accept : Refusal);
        io.Of("/guarded-later").Use(async socket =>
        {
            await Task.Yield();
            return IsAdmitted(socket) ? ConnectionResult.Accept : Refusal;
        });
        io.Of("/guarded-plain").Use(_ => ConnectionResult.Refuse("no data here"));
        AddOrdered(io.Of("/ordered"), host.Journal);
        AddPatient(io.Of("/patient"), host);
    }

    private static bool IsAdmitted(Socket socket) => socket.Handshake.GetAuth<Credentials>()?.Token == "good";

    private static void AddOrdered(Namespace ordered, Journal journal)
    {
        foreach (var step in new[] { "first", "second", "third" })
        {
            ordered.Use(async socket =>
            {
                journal.Write("ordered", new object[] { step, socket.IsConnected });
                await socket.JoinAsync("room of " + step);
                await Task.Yield();
                return step == "second" && socket.Handshake.GetAuth<Credentials>()?.Stop == true ? Refusal : ConnectionResult.Accept;
            });
        }

        ordered.OnConnection(socket =>
        {
            journal.Write("ordered", new object[] { "connection", socket.IsConnected });
            socket.On("rooms", () => socket.Rooms.Where(room => room != socket.Id).Order(StringComparer.Ordinal));
        });
    }

    private static void AddPatient(Namespace patient, SockeyeHost host)
    {
        var (journal, signals) = (host.Journal, host.Signals);
        patient.Use(async _ =>
        {
            journal.Write("patient", "middleware");
            await signals.Given("patient");
            journal.Write("patient", "middleware ended");
            return ConnectionResult.Accept;
        });
        patient.OnConnection(_ => journal.Write("patient", "connection"));
    }

    private sealed record Credentials(string? Token, bool Stop);
}
