namespace Sockeye;

/// <summary>Why a client that wanted to come back to its session was given a new one.</summary>
public enum RecoveryFailure
{
    /// <summary>There is no such session: it has expired, its socket was disconnected for good, or the client never had it.</summary>
    UnknownSession,

    /// <summary>What the client received last is too long ago, or no packet of this namespace: what it missed cannot be told.</summary>
    UnknownOffset,

    /// <summary>The session is another user's. It stays that user's.</summary>
    AnotherUser,
}
