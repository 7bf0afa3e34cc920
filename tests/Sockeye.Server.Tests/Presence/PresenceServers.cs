using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Adapters;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>Servers with presence, whose clock a test moves. A client is whom its user or, without one, its auth says.</summary>
public abstract class PresenceServers : IAsyncDisposable
{
    private readonly List<RunningServer> _servers = [];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected ManualTimeProvider Time { get; } = new();

    /// <summary>Gets the presence of the server that was started last.</summary>
    protected PresenceTracker Tracker { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    protected static ClaimsPrincipal Named(string name) => new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "Test"));

    private protected async Task<RunningServer> StartAsync(
        Action<PresenceOptions>? configure = null,
        Func<string, LocalSockets, Adapter>? adapter = null,
        Func<Socket, string?>? user = null,
        bool uses = true)
    {
        var server = await RunningServer.StartAsync(
            io => Tracker = uses ? io.UsePresence(configure) : null!,
            options =>
            {
                (options.PingInterval, options.PingTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)); // the clock jumps
                options.UserId = user ?? (static socket => socket.User.Identity?.Name ?? socket.Handshake.Auth.GetProperty("user").GetString());
                if (adapter is not null)
                {
                    options.Adapter = (name, local) => adapter(name, local);
                }
            },
            services => services.AddSingleton<TimeProvider>(Time));
        _servers.Add(server);
        return server;
    }
}
