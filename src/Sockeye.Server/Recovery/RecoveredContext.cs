namespace Sockeye;

/// <summary>A client has come back to its session.</summary>
public sealed class RecoveredContext
{
    internal RecoveredContext(Socket socket, int missedPackets)
    {
        Socket = socket;
        MissedPackets = missedPackets;
    }

    /// <summary>Gets the socket: a new one, with the id, the rooms and the data of the one that was.</summary>
    public Socket Socket { get; }

    /// <summary>Gets how many events the client had missed, and was sent.</summary>
    public int MissedPackets { get; }
}
