using Sockeye;

namespace Guide.Step5;

/// <summary>Tells everybody how many are here, now and then.</summary>
public sealed class OnlineBoard(SocketServer io, PresenceTracker presence) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            io.Volatile.Emit("online", presence.OnlineCount);          // who cannot take it now does without
        }
    }
}
