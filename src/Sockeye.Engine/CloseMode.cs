namespace Sockeye.Engine;

/// <summary>What happens on closing to the packets that wait for the client.</summary>
public enum CloseMode
{
    /// <summary>They go out first.</summary>
    Drain,

    /// <summary>They are dropped.</summary>
    Discard,
}
