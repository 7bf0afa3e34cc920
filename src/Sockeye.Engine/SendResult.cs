namespace Sockeye.Engine;

/// <summary>What became of something that was sent.</summary>
internal enum SendResult
{
    /// <summary>It goes out.</summary>
    Taken,

    /// <summary>The session is not open, or a volatile packet could not go out at once.</summary>
    Dropped,

    /// <summary>It goes out, but waits beyond the budget: the client has some time to come back within it.</summary>
    Late,

    /// <summary>The budget is spent, and so it was dropped.</summary>
    NoRoom,

    /// <summary>Too much waits already: the client is to be closed.</summary>
    Full,
}
