namespace Sockeye.Engine;

/// <summary>What became of something that was sent.</summary>
internal enum SendResult
{
    /// <summary>It goes out.</summary>
    Taken,

    /// <summary>The session is not open, or a volatile packet could not go out at once.</summary>
    Dropped,

    /// <summary>Too much waits already.</summary>
    Full,
}
