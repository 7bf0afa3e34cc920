namespace Sockeye.Background;

/// <summary>Why a job that waits is not among those that leases look at.</summary>
internal enum SqliteHold
{
    /// <summary>It is among them.</summary>
    None = 0,

    /// <summary>Too many before it in its key have not ended.</summary>
    Key = 1,

    /// <summary>Its time has not come.</summary>
    Time = 2,

    /// <summary>Its key's rate lets nothing start before the window closes.</summary>
    Rate = 3,
}
