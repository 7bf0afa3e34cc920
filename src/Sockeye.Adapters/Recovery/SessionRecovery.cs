namespace Sockeye.Adapters;

/// <summary>
/// What an adapter keeps of a namespace so that clients can come back to their sessions: packets with their offsets, and the sessions whose
/// clients are away. Where it is on, the adapter gives an offset to each packet that has a <see cref="BroadcastPacket.Codec"/>, and delivers these in
/// the order of their offsets.
/// </summary>
/// <remarks>All members are safe to call from many threads.</remarks>
public abstract class SessionRecovery
{
    /// <summary>Sends a packet to one socket, or keeps it for the socket's client while that is away. Returns at once.</summary>
    /// <param name="socketId">The socket. Where there is none of that id, and no session, the packet is dropped.</param>
    /// <param name="packet">The packet; it has a <see cref="BroadcastPacket.Codec"/>.</param>
    public abstract void Send(string socketId, BroadcastPacket packet);

    /// <summary>Does the same, and completes when the socket's connection has taken the packet or has closed.</summary>
    /// <param name="socketId">The socket.</param>
    /// <param name="packet">The packet; it has a <see cref="BroadcastPacket.Codec"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask SendAsync(string socketId, BroadcastPacket packet, CancellationToken cancellationToken = default);

    /// <summary>Begins the record of what a new socket is sent, before it is sent anything.</summary>
    public virtual DeliveryRecord StartRecord() => new();

    /// <summary>Puts a session away whose socket takes no more packets.</summary>
    /// <param name="leave">
    /// Takes the socket out of the sockets of the node, and says what is to be kept of it: with the rooms that it was in at that moment. Called once,
    /// before anybody can be given the session and while no packet is delivered: what is emitted from then on is kept for the session.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for wherever the sessions are.</param>
    public abstract ValueTask PersistAsync(Func<RecoverableSession> leave, CancellationToken cancellationToken = default);

    /// <summary>Takes a session out for a client that has come back. Nobody else is given it until it is returned or put away again.</summary>
    /// <param name="privateId">The secret that the client has shown.</param>
    /// <param name="offset">The offset of the packet that the client received last; <see langword="null"/> where it has received none.</param>
    /// <param name="owner">Who the client is; <see langword="null"/> for nobody. A session of anybody else is left where it is.</param>
    /// <param name="cancellationToken">Ends the wait for wherever the sessions are.</param>
    public abstract ValueTask<RestoreResult> RestoreAsync(
        string privateId, string? offset, string? owner, CancellationToken cancellationToken = default);

    /// <summary>Puts a session back that was taken out in vain: its time goes on to run as if nothing had been.</summary>
    /// <param name="session">What <see cref="RestoreAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the wait for wherever the sessions are.</param>
    public abstract ValueTask ReturnAsync(RecoverableSession session, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a client go on where it was: between the packets that it is handed as missed and those that its socket will receive there is no gap
    /// and no overlap. The session's record of deliveries goes on, and has the missed packets in it.
    /// </summary>
    /// <param name="session">What <see cref="RestoreAsync"/> gave.</param>
    /// <param name="offset">The offset of the packet that the client received last; <see langword="null"/> where it has received none.</param>
    /// <param name="rooms">
    /// The rooms that the socket comes back to. Of the session's that are not among them its client has lost the right: it is not sent what it missed of them.
    /// </param>
    /// <param name="connect">
    /// Is given the missed packets in order, sends them, and adds the socket to the sockets of the node with its rooms. Called at most once, while no
    /// packet is delivered: it must not block and not call the application. It says whether it has done so.
    /// </param>
    /// <returns>Whether that was done: not where some missed packet has had to go meanwhile, or the client cannot be told which they are.</returns>
    public abstract bool TryResume(
        RecoverableSession session, string? offset, IReadOnlyCollection<string> rooms, Func<IReadOnlyList<BroadcastPacket>, bool> connect);
}
