using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>
/// Watches what happens on one session below its messages: Node's low-level connection events. Derive from it and override what is of interest;
/// <see cref="EngineOptions.ObserveSession"/> gives each session its observer. A session without one pays nothing for this.
/// </summary>
/// <remarks>
/// Called on whichever thread does the work, and never under a lock. What is called for sending may come from several threads at once. A method that
/// throws is logged, and the session goes on.
/// </remarks>
public abstract class EngineSessionObserver
{
    /// <summary>Called with each packet of the client's, before it is acted on (Node's <c>packet</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="packet">The packet. Its data are borrowed until the method returns.</param>
    public virtual void OnPacket(EngineSession session, in EnginePacket packet)
    {
        // Of no interest unless overridden.
    }

    /// <summary>Called with each packet for the client that is about to be queued, before it is known whether there is room (Node's <c>packetCreate</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="packet">The packet; those that hang on it, its attachments, follow one by one. Its data are borrowed until the method returns.</param>
    public virtual void OnPacketCreate(EngineSession session, in EnginePacket packet)
    {
        // Of no interest unless overridden.
    }

    /// <summary>Called when the transport has been handed what was queued (Node's <c>flush</c>).</summary>
    /// <param name="session">The session.</param>
    public virtual void OnFlush(EngineSession session)
    {
        // Of no interest unless overridden.
    }

    /// <summary>Called when the transport has taken everything, and nothing waits any more (Node's <c>drain</c>).</summary>
    /// <param name="session">The session.</param>
    public virtual void OnDrain(EngineSession session)
    {
        // Of no interest unless overridden.
    }

    /// <summary>Called when the client has probed another transport (Node's <c>upgrading</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="transport">The transport it may move to.</param>
    public virtual void OnUpgrading(EngineSession session, TransportKind transport)
    {
        // Of no interest unless overridden.
    }

    /// <summary>Called when the session has moved to another transport (Node's <c>upgrade</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="transport">The transport it has moved to.</param>
    public virtual void OnUpgrade(EngineSession session, TransportKind transport)
    {
        // Of no interest unless overridden.
    }
}
