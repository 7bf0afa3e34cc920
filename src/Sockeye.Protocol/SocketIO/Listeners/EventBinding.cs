namespace Sockeye;

/// <summary>A handler together with the knowledge of its parameters' types.</summary>
/// <remarks>Immutable and safe to use from many threads.</remarks>
public abstract partial class EventBinding
{
    /// <summary>Initializes a binding.</summary>
    /// <param name="handler">The handler.</param>
    protected EventBinding(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
    }

    /// <summary>Gets the handler.</summary>
    public Delegate Handler { get; }

    /// <summary>
    /// Reads the arguments, runs the handler, and acknowledges the event with its result, or with no arguments where it has none;
    /// a handler that takes an <see cref="Ack"/> acknowledges by itself.
    /// </summary>
    /// <remarks>The arguments are read before this method returns, so borrowed memory is enough.</remarks>
    /// <param name="invocation">The event.</param>
    /// <returns>A task that completes when the handler has, with the handler's exception if it threw one.</returns>
    /// <exception cref="EventArgumentException">An argument is missing or cannot be read; the handler was not called.</exception>
    public abstract ValueTask InvokeAsync(in EventInvocation invocation);
}
