using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Events;
using Sockeye.Server.Authentication;
using Sockeye.Server.Broadcasting;
using Sockeye.Server.Namespaces;
using Sockeye.Server.RateLimits;

namespace Sockeye;

/// <summary>
/// Namespaces that are made when a client asks for them by a name that matches. Middleware and listeners of the parent are those of each
/// child as well, ahead of its own; what is emitted to the parent reaches the sockets of all its children.
/// </summary>
/// <remarks>
/// All members are safe to call from many threads. What is registered here later counts for the children there are already, too. A child is
/// removed when its last socket has left, unless the application asked for it by name (<see cref="SocketServer.Of(string)"/>) or
/// <see cref="SocketServerOptions.CleanupEmptyChildNamespaces"/> is off.
/// </remarks>
public sealed class ParentNamespace : IBroadcaster, IAudience
{
    private readonly BroadcastOperator _everyone;
    private ImmutableArray<Namespace> _children = [];

    internal ParentNamespace(SocketServer server, NamespaceMatcher matcher)
    {
        Server = server;
        Matcher = matcher;
        HandlerConcurrency = server.Options.HandlersAtOnce;
        SlowClientPolicy = server.Options.SlowClientPolicy;
        _everyone = new BroadcastOperator(this, Target.Everyone);
    }

    /// <summary>Gets the server.</summary>
    public SocketServer Server { get; }

    /// <summary>Gets the children there are.</summary>
    public IReadOnlyList<Namespace> Children => _children;

    /// <summary>Gets the children with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => _everyone.Volatile;

    /// <summary>Gets the sockets of this node.</summary>
    public BroadcastOperator Local => _everyone.Local;

    /// <summary>Gets or sets how many event handlers of one socket may run at the same time, in children made from now on.</summary>
    /// <value>The default is <see cref="SocketServerOptions.HandlerConcurrency"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int HandlerConcurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>Gets or sets what becomes of an event for a client whose outbound budget is spent, in children made from now on.</summary>
    /// <value>The default is <see cref="Engine.EngineOptions.SlowClientPolicy"/> of the server.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the policies.</exception>
    public SlowClientPolicy SlowClientPolicy
    {
        get;
        set => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The policies are Close, Drop and Wait.");
    }

    /// <inheritdoc />
    BroadcastOperator IBroadcaster.Selection => _everyone;

    /// <inheritdoc />
    ReadOnlyMemory<Namespace> IAudience.Namespaces => _children.AsMemory();

    internal NamespaceMatcher Matcher { get; }

    internal MiddlewareChain Middleware { get; } = new();

    internal EventLimits Limits { get; } = new();

    internal ListenerList<Func<Socket, Task>> Connection { get; } = new();

    /// <inheritdoc cref="Namespace.Use(Func{Socket, ConnectionResult})"/>
    /// <returns>This parent.</returns>
    public ParentNamespace Use(Func<Socket, ConnectionResult> middleware)
    {
        Middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc cref="Namespace.Use(Func{Socket, ConnectionResult})"/>
    /// <returns>This parent.</returns>
    public ParentNamespace Use(Func<Socket, Task<ConnectionResult>> middleware)
    {
        Middleware.Add(middleware);
        return this;
    }

    /// <summary>Listens to sockets that have connected to any child. The client's events are handled once all listeners have returned.</summary>
    /// <param name="listener">The listener; <see cref="Socket.Namespace"/> says which child it is.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Action<Socket> listener) => ConnectionListeners.Add(Connection, listener);

    /// <inheritdoc cref="Namespace.OnConnection(Func{Socket, Task})"/>
    public IDisposable OnConnection(Func<Socket, Task> listener) => ConnectionListeners.Add(Connection, listener);

    /// <summary>Selects the members of rooms in all children; a room of one child has nothing to do with that of another.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => _everyone.To(rooms);

    /// <summary>Selects every socket of all children but the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => _everyone.Except(rooms);

    /// <inheritdoc cref="Namespace.Compress"/>
    public BroadcastOperator Compress(bool compress) => _everyone.Compress(compress);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) => _everyone.Emit(eventName, arguments);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        _everyone.EmitArgumentsAsync(eventName, arguments, cancellationToken);

    internal ParentNamespace Require(PolicyCheck policy)
    {
        Middleware.Add(policy);
        return this;
    }

    /// <summary>Called under the registry's lock.</summary>
    internal void Add(Namespace child) => ImmutableInterlocked.Update(ref _children, static (all, added) => all.Add(added), child);

    /// <summary>Called under the registry's lock.</summary>
    internal void Remove(Namespace child) => ImmutableInterlocked.Update(ref _children, static (all, gone) => all.Remove(gone), child);
}
