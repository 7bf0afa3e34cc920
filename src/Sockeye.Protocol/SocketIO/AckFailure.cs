namespace Sockeye;

/// <summary>Why an acknowledgement that was asked for did not come.</summary>
public enum AckFailure
{
    /// <summary>It came.</summary>
    None,

    /// <summary>The time for it was over.</summary>
    Timeout,

    /// <summary>The socket disconnected before it answered, or was not connected when it was asked.</summary>
    Disconnected,

    /// <summary>It came, but its first argument is not of the type that was asked for.</summary>
    Unreadable,

    /// <summary>The question was volatile and the socket could not take it at once, or its outbound budget was spent: it was never asked.</summary>
    Dropped,

    /// <summary>The socket owes as many acknowledgements as it may: it was never asked.</summary>
    TooMany,
}
