namespace Sockeye.Engine;

/// <summary>What carries a session's packets: takes them from its outbox whenever it can write.</summary>
internal abstract class Transport
{
    public abstract TransportKind Kind { get; }

    /// <summary>Gets whether what is sent now goes out at once. Under the outbox's gate.</summary>
    public abstract bool IsReady { get; }

    /// <summary>
    /// Takes the turn to write, where the transport is ready. Under the outbox's gate; a caller that was given the turn must call
    /// <see cref="Pump"/> right after it has left the gate.
    /// </summary>
    /// <param name="takesFirst">Whether the pump takes the first entry as an argument; otherwise it finds it in the outbox.</param>
    public abstract bool TryStart(out bool takesFirst);

    /// <summary>Writes what the session has queued, after <see cref="TryStart"/> gave the turn. Outside the gate. Never throws.</summary>
    /// <param name="first">The entry that goes before what is queued, or <see langword="null"/>.</param>
    public abstract void Pump(object? first);

    /// <summary>Queues what tells the client that the session ends, behind what waits. Under the gate.</summary>
    public abstract void QueueClose();

    /// <summary>Ends the transport of a session that has closed or moved on. Outside the gate. Never throws.</summary>
    /// <param name="reason">Why the session closed.</param>
    public abstract void End(CloseReason reason);
}
