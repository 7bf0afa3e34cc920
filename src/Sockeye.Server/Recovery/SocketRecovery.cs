using Sockeye.Adapters;
using Sockeye.Server.Connections;

namespace Sockeye.Server.Recovery;

/// <summary>What a socket needs so that its client can come back to it.</summary>
internal sealed class SocketRecovery
{
    private readonly NamespaceRecovery _recovery;

    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _isOver;

    private SocketRecovery(NamespaceRecovery recovery, string privateId, DeliveryRecord deliveries)
    {
        _recovery = recovery;
        PrivateId = privateId;
        Deliveries = deliveries;
    }

    public string PrivateId { get; }

    public DeliveryRecord Deliveries { get; }

    /// <summary>Gets the session that the socket goes on with; null for a new one.</summary>
    public RecoverableSession? Restored { get; private init; }

    /// <summary>Gets what its client received last; null where it received nothing, or is new.</summary>
    public string? Offset { get; private init; }

    /// <summary>Gets what completes when the socket has left, and its session is put away where it has one.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Gets or sets whether nobody can come back to the socket any more.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    public static SocketRecovery New(NamespaceRecovery recovery) => new(recovery, SocketId.New(), recovery.Store.StartRecord());

    public static SocketRecovery Of(NamespaceRecovery recovery, RecoverableSession session, string? offset) =>
        new(recovery, session.PrivateId, session.Deliveries) { Restored = session, Offset = offset };

    /// <summary>Says whether an event of the socket is to be kept. What is emitted in middleware goes ahead of the connection, and cannot be.</summary>
    public bool Keeps(Socket socket, ulong? ackId, bool isVolatile) => !_isOver && !isVolatile && ackId is null && !socket.Life.IsConnecting;

    public void Emit(Socket socket, BroadcastPacket packet) => _recovery.Store.Send(socket.Id, packet);

    public ValueTask EmitAsync(Socket socket, BroadcastPacket packet, CancellationToken cancellationToken) =>
        _recovery.Store.SendAsync(socket.Id, packet, cancellationToken);

    /// <summary>The socket's client can be given its session.</summary>
    public void SetGone() => _gone.TrySetResult();

    /// <summary>The socket has left.</summary>
    public void Leave(Socket socket, DisconnectReason reason) => _recovery.Leave(socket, this, reason);

    /// <summary>The socket has left before it was connected.</summary>
    public void GiveBack(Socket socket) => _recovery.GiveBack(socket, this);
}
