namespace Sockeye;

/// <summary>Where a listener is put, and for how long.</summary>
[Flags]
public enum ListenerPlacement
{
    /// <summary>After the others, until it is removed.</summary>
    Append = 0,

    /// <summary>It is removed when its event comes for the first time.</summary>
    Once = 1,

    /// <summary>Before the others.</summary>
    Prepend = 2,
}
