using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

/// <summary>An Engine.IO v4 server: answers the requests under one path and keeps their sessions. Safe for use from many threads.</summary>
public sealed class EngineServer : IAsyncDisposable
{
    /// <summary>Makes a server.</summary>
    /// <param name="options">How it treats its sessions.</param>
    /// <param name="onSession">Called for each new session, before anything of it is read; what it sends follows the handshake.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public EngineServer(EngineOptions options, Func<EngineSession, IEngineSessionHandler> onSession, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onSession);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        Timers = new TimerWheel(time);
    }

    /// <summary>Gets how many sessions there are.</summary>
    public int SessionCount => throw new NotImplementedException();

    /// <summary>Gets the clock of all sessions, for whatever else must happen later.</summary>
    public TimerWheel Timers { get; }

    /// <summary>Answers one request under the endpoint's path, whatever it is. Ends when the request has been answered in full.</summary>
    /// <param name="context">The request.</param>
    public Task HandleRequestAsync(HttpContext context) => throw new NotImplementedException();

    /// <summary>
    /// Closes every session with <see cref="CloseReason.ServerShuttingDown"/>, dropping what waits for its client, and refuses new ones.
    /// </summary>
    /// <param name="cancellationToken">Gives up the wait for the connections to end, not the closing.</param>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Does what <see cref="CloseAsync"/> does, and stops the clock.</summary>
    public ValueTask DisposeAsync()
    {
        Timers.Dispose();
        return ValueTask.CompletedTask;
    }
}
