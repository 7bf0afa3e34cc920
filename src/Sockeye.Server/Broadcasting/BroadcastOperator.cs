using System.Runtime.CompilerServices;
using Sockeye.Adapters;

namespace Sockeye;

/// <summary>
/// A selection of a namespace's sockets to emit to. Immutable: each call returns a new selection, so one can be kept and refined.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class BroadcastOperator : IEmitter
{
    private readonly Namespace _namespace;
    private readonly Target _target;
    private readonly BroadcastModes _modes;
    private readonly bool _compress;

    internal BroadcastOperator(Namespace ns, Target target, BroadcastModes modes = BroadcastModes.None, bool compress = true)
    {
        _namespace = ns;
        _target = target;
        _modes = modes;
        _compress = compress;
    }

    /// <summary>Gets this selection with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => new(_namespace, _target, _modes | BroadcastModes.Volatile, _compress);

    /// <summary>Gets this selection restricted to sockets of this node.</summary>
    public BroadcastOperator Local => new(_namespace, _target, _modes | BroadcastModes.Local, _compress);

    /// <summary>Adds the members of rooms; a socket that is in several receives once.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => new(_namespace, _target.To(rooms), _modes, _compress);

    /// <summary>Leaves out the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => new(_namespace, _target.Without(rooms), _modes, _compress);

    /// <summary>Says whether transports that can compress may compress the packets.</summary>
    /// <param name="compress">Whether they may; they may by default.</param>
    public BroadcastOperator Compress(bool compress) => new(_namespace, _target, _modes, compress);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) =>
        _namespace.Adapter.Broadcast(_namespace.Pack(eventName, arguments, _modes, _compress), _target);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        _namespace.Adapter.BroadcastAsync(_namespace.Pack(eventName, arguments.Span, _modes, _compress), _target, cancellationToken);
}
