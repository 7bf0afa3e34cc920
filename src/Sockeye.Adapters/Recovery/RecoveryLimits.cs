namespace Sockeye.Adapters;

/// <summary>How much is kept of a namespace so that its clients can come back, and for how long. All limits hold at once.</summary>
/// <param name="sessionDuration">How long a session is kept whose client is away.</param>
/// <param name="packetDuration">How long a packet is kept. Longer than a session by the time that it takes to notice a client's absence.</param>
/// <param name="packets">How many packets are kept, attachments counted apart.</param>
/// <param name="bytes">How many bytes of packets are kept, as WebSocket frames.</param>
/// <param name="sessions">How many sessions are kept whose clients are away.</param>
/// <param name="shared">How much the namespaces of a server keep together; <see langword="null"/> where that is not bounded.</param>
public sealed class RecoveryLimits(TimeSpan sessionDuration, TimeSpan packetDuration, int packets, long bytes, int sessions, RecoveryBudget? shared = null)
{
    /// <summary>Gets how long a session is kept whose client is away.</summary>
    public TimeSpan SessionDuration { get; } = sessionDuration;

    /// <summary>Gets how long a packet is kept.</summary>
    public TimeSpan PacketDuration { get; } = packetDuration;

    /// <summary>Gets how many packets are kept, attachments counted apart.</summary>
    public int Packets { get; } = packets;

    /// <summary>Gets how many bytes of packets are kept, as WebSocket frames.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Gets how many sessions are kept whose clients are away. Past it the oldest goes.</summary>
    public int Sessions { get; } = sessions;

    /// <summary>Gets how much the namespaces of a server keep together; <see langword="null"/> where that is not bounded.</summary>
    public RecoveryBudget? Shared { get; } = shared;
}
