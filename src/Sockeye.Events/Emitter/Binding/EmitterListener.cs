namespace Sockeye.Events;

/// <summary>A listener of an emitter: a delegate, and what turns emitted arguments into its own.</summary>
internal abstract class EmitterListener(Delegate listener, Type[] parameterTypes, bool isAsync)
{
    private object? _cancellation;
    private bool _isGone;

    /// <summary>Gets the delegate the user gave.</summary>
    public Delegate Delegate { get; } = listener;

    public Type[] ParameterTypes { get; } = parameterTypes;

    public bool IsAsync { get; } = isAsync;

    /// <summary>Gets or sets what is told when the emitter is disposed while the listener still listens.</summary>
    public Action? Disposed { get; set; }

    /// <summary>Makes what runs the listener with arguments of this type, which fit it.</summary>
    public abstract Invocation<TArguments> Bind<TArguments>()
        where TArguments : struct, IArguments<TArguments>;

    /// <summary>Keeps the cancellation that would take the listener back, to be given up when it has gone in another way.</summary>
    public void GoWith(CancellationTokenRegistration cancellation)
    {
        Volatile.Write(ref _cancellation, cancellation);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isGone))
        {
            Unregister();
        }
    }

    /// <summary>Tells the listener that it has been taken back.</summary>
    public void Gone()
    {
        Volatile.Write(ref _isGone, true);
        Interlocked.MemoryBarrier();
        Unregister();
    }

    private void Unregister()
    {
        if (Interlocked.Exchange(ref _cancellation, null) is CancellationTokenRegistration cancellation)
        {
            cancellation.Unregister();
        }
    }
}
