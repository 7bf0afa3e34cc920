using Sockeye;

namespace Snippets;

public sealed class PriceTicker(SocketServer io) : BackgroundService                     // was: IHubContext<ChatHub> hub
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            io.Volatile.Emit("price", 42);                                               // was: hub.Clients.All.SendAsync("price", 42)
        }
    }
}
