namespace Sockeye;

/// <summary>A socket was to join more rooms than it may be in, or one with too long a name. It has joined none of those that were asked for.</summary>
public sealed class RoomLimitException : SockeyeException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which limit it was.</param>
    public RoomLimitException(string message)
        : base(message)
    {
    }
}
