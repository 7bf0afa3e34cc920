using Microsoft.Extensions.Logging;
using Sockeye.Adapters;
using Sockeye.Events;

namespace Sockeye;

/// <summary>What becomes of clients that lose their connection, in all namespaces of a server. Nothing is told where recovery is off.</summary>
/// <remarks>All members are safe to call from many threads. A listener that fails is logged and disturbs nobody.</remarks>
public sealed partial class RecoveryEvents
{
    private readonly ListenerList<Action<RecoveredContext>> _recovered = new();
    private readonly ListenerList<Action<RecoveryRefusedContext>> _refused = new();
    private readonly ListenerList<Action<SessionExpiredContext>> _expired = new();
    private readonly ILogger _logger;

    internal RecoveryEvents(ILogger logger)
    {
        _logger = logger;
    }

    /// <summary>Listens to clients that have come back, ahead of the listeners of their connection.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnRecovered(Action<RecoveredContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _recovered.Add(listener);
    }

    /// <summary>Listens to clients that wanted to come back and are given a new session.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnRefused(Action<RecoveryRefusedContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _refused.Add(listener);
    }

    /// <summary>Listens to sessions that are given up: this is where what belongs to a user who has left for good is put away.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnExpired(Action<SessionExpiredContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _expired.Add(listener);
    }

    internal void Recovered(Socket socket, int missed)
    {
        Log.Recovered(_logger, socket.Id, socket.Namespace.Name, missed);
        Tell(_recovered, new RecoveredContext(socket, missed));
    }

    internal void Refused(Namespace ns, Handshake handshake, RecoveryFailure reason)
    {
        Log.RecoveryRefused(_logger, ns.Name, reason);
        Tell(_refused, new RecoveryRefusedContext(ns, handshake, reason));
    }

    internal void Expired(Namespace ns, RecoverableSession session)
    {
        Log.SessionExpired(_logger, session.SocketId, ns.Name);
        Tell(_expired, new SessionExpiredContext(ns, session.SocketId, session.Rooms, session.Data));
    }

    internal void StoreFailed(Namespace ns, Exception exception) => Log.RecoveryStoreFailed(_logger, ns.Name, exception);

    private void Tell<T>(ListenerList<Action<T>> listeners, T context)
    {
        foreach (var listener in listeners.Snapshot())
        {
            try
            {
                listener(context);
            }
            catch (Exception exception)
            {
                Log.RecoveryHookFailed(_logger, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(141, LogLevel.Debug, "Socket {SocketId} has come back to {Namespace} and had missed {Missed} packets.", EventName = "Recovered")]
        public static partial void Recovered(ILogger logger, string socketId, string @namespace, int missed);

        [LoggerMessage(142, LogLevel.Debug, "A client that wanted to come back to {Namespace} is given a new session: {Reason}.", EventName = "RecoveryRefused")]
        public static partial void RecoveryRefused(ILogger logger, string @namespace, RecoveryFailure reason);

        [LoggerMessage(143, LogLevel.Debug, "The session of socket {SocketId} in {Namespace} has expired.", EventName = "SessionExpired")]
        public static partial void SessionExpired(ILogger logger, string socketId, string @namespace);

        [LoggerMessage(144, LogLevel.Error, "A listener for recovery failed.", EventName = "RecoveryHookFailed")]
        public static partial void RecoveryHookFailed(ILogger logger, Exception exception);

        [LoggerMessage(145, LogLevel.Error, "The adapter of {Namespace} could not keep or find a session.", EventName = "RecoveryStoreFailed")]
        public static partial void RecoveryStoreFailed(ILogger logger, string @namespace, Exception exception);
    }
}
