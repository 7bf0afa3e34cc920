namespace Sockeye;

/// <summary>What becomes of an event that need not be durable where there is no room for it.</summary>
public enum WhenFull
{
    /// <summary>It is dropped, and the emit says so. The default.</summary>
    Drop,

    /// <summary>The emit waits for room.</summary>
    Wait,
}
