namespace Sockeye.Engine;

/// <summary>Whose outbox it is, and whose WebSocket: an Engine.IO session, or the client of a raw WebSocket.</summary>
internal interface IOutboxOwner
{
    Outbox Outbox { get; }

    TimerWheel Timers { get; }

    /// <summary>Sends what must not be dropped, and ends the owner where too much waits.</summary>
    bool Accept(object entry);

    /// <summary>Asks the client whether it is there.</summary>
    void SendPing();

    /// <summary>The client has answered a ping of the WebSocket's.</summary>
    void OnPong()
    {
        // Of no meaning where the heartbeat is one of packets, as Engine.IO's is.
    }

    /// <summary>Something that waited for room was dropped.</summary>
    void OnDropped();

    /// <summary>The closing frame has gone out, behind everything else.</summary>
    void OnCloseWritten();

    /// <summary>Ends at once. Only the first call has an effect.</summary>
    void End(CloseReason reason, string? detail);
}
