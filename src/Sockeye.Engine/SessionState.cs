namespace Sockeye.Engine;

/// <summary>How far a session has come.</summary>
public enum SessionState
{
    /// <summary>Packets travel both ways.</summary>
    Open,

    /// <summary>This side closed it, and what was queued is still going out.</summary>
    Closing,

    /// <summary>It has ended.</summary>
    Closed,
}
