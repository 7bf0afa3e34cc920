namespace Sockeye.Adapters;

/// <summary>What is kept of a socket whose client has lost its connection.</summary>
/// <param name="privateId">The secret with which the client shows that the session is its own. Not to be logged.</param>
/// <param name="socketId">The socket's id.</param>
/// <param name="rooms">The rooms it was in, the one named by its id among them where it had not left that.</param>
/// <param name="owner">Whose it is; <see langword="null"/> for nobody's.</param>
/// <param name="data">What the application keeps with it. An adapter that carries it elsewhere writes the values as JSON.</param>
/// <param name="deliveries">Which packets the socket was sent.</param>
public sealed class RecoverableSession(
    string privateId, string socketId, IReadOnlyList<string> rooms, string? owner, IDictionary<string, object?> data, DeliveryRecord deliveries)
{
    /// <summary>Gets the secret with which the client shows that the session is its own. Not to be logged.</summary>
    public string PrivateId { get; } = privateId;

    /// <summary>Gets the socket's id.</summary>
    public string SocketId { get; } = socketId;

    /// <summary>Gets the rooms it was in, the one named by its id among them where it had not left that.</summary>
    public IReadOnlyList<string> Rooms { get; } = rooms;

    /// <summary>Gets whose it is; <see langword="null"/> for nobody's.</summary>
    public string? Owner { get; } = owner;

    /// <summary>Gets what the application keeps with it.</summary>
    public IDictionary<string, object?> Data { get; } = data;

    /// <summary>Gets which packets the socket was sent.</summary>
    public DeliveryRecord Deliveries { get; } = deliveries;

    /// <summary>Gets or sets the last packet of the log when the session was put away; guarded by the lock of the store.</summary>
    internal long LeftAfter { get; set; }

    /// <summary>
    /// Gets the timestamp of the clock (<see cref="TimeProvider.GetTimestamp"/>) at which the session was put away; 0 where that is not known, as on another node. A
    /// client that was disconnected for good later than that does not come back to it.
    /// </summary>
    public long LeftAt { get; internal set; }
}
