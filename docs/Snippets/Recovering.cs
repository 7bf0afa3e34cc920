using Sockeye;

namespace Snippets;

/// <summary>Connection state recovery, as its page shows it.</summary>
internal static class Recovering
{
    public static void TurnOn(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeye(options => options.Recovery = new RecoveryOptions());
    }

    public static void Greet(SocketServer io)
    {
        io.OnConnection(async socket =>
        {
            socket.On("join", async (string room) => await socket.JoinAsync(room));
            if (socket.IsRecovered)
            {
                return;                                       // rooms and data are there, and what was missed is on its way
            }

            await socket.JoinAsync("news");
            socket.Data["since"] = socket.Handshake.Issued;
            socket.Emit("state", await LoadStateAsync());     // a new session gets all of it
        });
    }

    public static void Listen(SocketServer io, ILogger log)
    {
        io.Recovery.OnRecovered(context => log.LogInformation("{Id} is back and had missed {Count}", context.Socket.Id, context.MissedPackets));
        io.Recovery.OnRefused(context => log.LogInformation("A client of {Namespace} begins anew: {Reason}", context.Namespace.Name, context.Reason));
        io.Recovery.OnExpired(context => log.LogInformation("{Id} has left for good", context.SocketId));
    }

    private static Task<string> LoadStateAsync() => Task.FromResult("everything");
}
