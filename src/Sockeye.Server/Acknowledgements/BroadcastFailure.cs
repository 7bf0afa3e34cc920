namespace Sockeye;

/// <summary>Somebody whom a broadcast asked for an acknowledgement and who gave none.</summary>
public readonly struct BroadcastFailure
{
    internal BroadcastFailure(string? socketId, AckFailure reason, Exception? error = null)
    {
        SocketId = socketId;
        Reason = reason;
        Error = error;
    }

    /// <summary>Gets who gave none; <see langword="null"/> for a server, and for a socket of another node where that does not say.</summary>
    public string? SocketId { get; }

    /// <summary>Gets why.</summary>
    public AckFailure Reason { get; }

    /// <summary>Gets what was wrong with an answer that could not be read.</summary>
    public Exception? Error { get; }
}
