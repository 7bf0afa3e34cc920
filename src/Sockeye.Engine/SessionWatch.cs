using Microsoft.Extensions.Logging;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>Calls a session's observer, and bears with it. There is one only where there is an observer.</summary>
internal sealed partial class SessionWatch(EngineSession session, EngineSessionObserver observer, ILogger logger)
{
    /// <summary>Makes the watch of a session that is about to begin.</summary>
    /// <returns><see langword="null"/> where nobody wants to observe it.</returns>
    public static SessionWatch? Of(EngineSession session, EngineOptions options, ILogger logger)
    {
        try
        {
            return options.ObserveSession?.Invoke(session) is { } observer ? new SessionWatch(session, observer, logger) : null;
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(logger, session.Id, exception);
            return null;
        }
    }

    public void OnPacket(in EnginePacket packet)
    {
        try
        {
            observer.OnPacket(session, packet);
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(logger, session.Id, exception);
        }
    }

    /// <summary>An entry is about to be queued: one packet, or several that hang together.</summary>
    public void OnCreate(object entry)
    {
        if (entry is MessageBuffer buffer)
        {
            OnCreate(new EnginePacket(EnginePacketType.Message, buffer.Text));
        }

        for (var message = entry as EncodedMessage ?? (entry as MessageBuffer)?.Attachments; message is not null; message = message.Next)
        {
            var payload = message.WebSocketPayload;
            OnCreate(message.IsBinary
                ? new EnginePacket(EnginePacketType.Message, payload, IsBinary: true)
                : new EnginePacket((EnginePacketType)(payload.Span[0] - '0'), payload[1..]));
        }
    }

    public void OnFlush() => Call(static (observer, session) => observer.OnFlush(session));

    public void OnDrain() => Call(static (observer, session) => observer.OnDrain(session));

    public void OnUpgrading() => Call(static (observer, session) => observer.OnUpgrading(session, TransportKind.WebSocket));

    public void OnUpgrade() => Call(static (observer, session) => observer.OnUpgrade(session, TransportKind.WebSocket));

    private void OnCreate(in EnginePacket packet)
    {
        try
        {
            observer.OnPacketCreate(session, packet);
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(logger, session.Id, exception);
        }
    }

    private void Call(Action<EngineSessionObserver, EngineSession> what)
    {
        try
        {
            what(observer, session);
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(logger, session.Id, exception);
        }
    }
}
