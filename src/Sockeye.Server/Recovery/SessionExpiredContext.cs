namespace Sockeye;

/// <summary>A session was given up: its client has not come back in time, or it had to make room for others.</summary>
public sealed class SessionExpiredContext
{
    internal SessionExpiredContext(Namespace ns, string socketId, IReadOnlyList<string> rooms, IDictionary<string, object?> data)
    {
        Namespace = ns;
        SocketId = socketId;
        Rooms = rooms;
        Data = data;
    }

    /// <summary>Gets the namespace.</summary>
    public Namespace Namespace { get; }

    /// <summary>Gets the id of the socket that was.</summary>
    public string SocketId { get; }

    /// <summary>Gets the rooms it was in.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>Gets what the application kept with it.</summary>
    public IDictionary<string, object?> Data { get; }
}
