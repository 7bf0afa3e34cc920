using Sockeye.Adapters.Recovery;

namespace Sockeye.Adapters;

/// <summary>The adapter of a server that stands alone: the cluster is this process.</summary>
/// <param name="local">The sockets and rooms of this process.</param>
public sealed class InMemoryAdapter(LocalSockets local) : Adapter(local)
{
    private InMemoryRecovery? _recovery;

    /// <inheritdoc />
    public override SessionRecovery? StartRecovery(RecoveryLimits limits, TimeProvider time, Action<RecoverableSession> expired) =>
        _recovery ??= new InMemoryRecovery(Local, limits, time, expired);

    /// <inheritdoc />
    public override void Broadcast(BroadcastPacket packet, Target target)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (_recovery is null || packet.Codec is null)
        {
            base.Broadcast(packet, target);
        }
        else
        {
            _recovery.Broadcast(packet, target);
        }
    }

    /// <inheritdoc />
    public override ValueTask BroadcastAsync(BroadcastPacket packet, Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(packet);
        return _recovery is null || packet.Codec is null
            ? base.BroadcastAsync(packet, target, cancellationToken)
            : _recovery.BroadcastAsync(packet, target, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _recovery?.Dispose();
        return base.DisposeAsync();
    }
}
