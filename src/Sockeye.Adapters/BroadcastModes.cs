namespace Sockeye.Adapters;

/// <summary>How a broadcast is to be delivered.</summary>
[Flags]
public enum BroadcastModes
{
    /// <summary>To every node, kept for receivers that are busy.</summary>
    None = 0,

    /// <summary>Dropped for a receiver that cannot take it at once.</summary>
    Volatile = 1,

    /// <summary>Only to sockets of this node.</summary>
    Local = 2,
}
