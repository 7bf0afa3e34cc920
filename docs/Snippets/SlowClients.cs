using Sockeye;

namespace Snippets;

/// <summary>Slow clients, as docs/slow-clients.md shows them.</summary>
internal static class SlowClients
{
    public static void Choose(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options =>
        {
            options.OutboundBufferBytes = 4 * 1024 * 1024;      // what may wait for one client
            options.OutboundBufferPackets = 10_000;
            options.SlowClientPolicy = SlowClientPolicy.Wait;   // Close is the default
            options.SlowClientTimeout = TimeSpan.FromSeconds(20);
        });
    }

    public static void PerNamespace(SocketServer io)
    {
        io.Of("/prices").SlowClientPolicy = SlowClientPolicy.Drop;
    }

    public static async Task Send(SocketServer io, Socket socket, byte[] picture, object tick)
    {
        io.Emit("news", "for everyone");                        // the policy decides for whoever is behind
        await socket.EmitAsync("picture", picture);             // waits for room
        io.Volatile.Emit("tick", tick);                         // dropped for whoever cannot take it at once
    }

    public static void Look(WebApplication app, SocketServer io)
    {
        app.MapGet("/slow", () => io.Sockets
            .Select(socket => (socket.Id, Behind: socket.Session.Outbound))
            .Where(client => client.Behind.WaitingBytes > 100_000)
            .Select(client => new { client.Id, client.Behind.WaitingBytes, client.Behind.WaitingPackets, client.Behind.DroppedPackets }));
        app.MapGet("/outbound", () => io.Engine.MeasureOutbound());   // all clients together, and how many were closed as slow
    }
}
