using Sockeye.Events.Patterns;
using Sockeye.Events.Patterns.Flow;

namespace Sockeye;

/// <summary>Pipes events from one emitter to another, with all their arguments as they are.</summary>
/// <remarks>
/// <para>
/// A pipe is a listener of its source: it runs in its turn, emits on the target as <c>Emit</c> does, before the source's emit goes on, and what
/// the target's listeners throw comes out of the source's emit. Asynchronous listeners of the target belong to the target. Disposing what a pipe
/// returned takes it away, and so does disposing the source. For filters, conversions and timing use <see cref="EventFlow{T}.Pipe(EventEmitter, string, CancellationToken)"/>.
/// </para>
/// <para>
/// Pipes in a loop end with an <see cref="InvalidOperationException"/> that names two of its events, out of the emit, after 64 pipes one inside the other.
/// </para>
/// </remarks>
public static class PipeExtensions
{
    /// <summary>Pipes one event under its own name.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="target">Where it goes.</param>
    /// <returns>What takes the pipe away when disposed.</returns>
    /// <exception cref="ArgumentException">The event is piped to itself.</exception>
    public static IDisposable Pipe(this EventEmitter source, string eventName, EventEmitter target) => source.Pipe(eventName, target, eventName);

    /// <summary>Pipes one event under another name.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="target">Where it goes, which may be the source.</param>
    /// <param name="targetEventName">What it is called there.</param>
    /// <returns>What takes the pipe away when disposed.</returns>
    /// <exception cref="ArgumentException">The event is piped to itself.</exception>
    public static IDisposable Pipe(this EventEmitter source, string eventName, EventEmitter target, string targetEventName)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(targetEventName);
        if (source == target && eventName == targetEventName)
        {
            throw new ArgumentException($"The event \"{eventName}\" cannot be piped to itself: give it another name or another target.", nameof(target));
        }

        return source.Listen(eventName, new PipeListener(eventName, target, targetEventName));
    }

    /// <summary>Pipes several events, each under its own name.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="eventNames">The events.</param>
    /// <param name="target">Where they go.</param>
    /// <returns>What takes all these pipes away when disposed.</returns>
    /// <exception cref="ArgumentException">The target is the source.</exception>
    public static IDisposable Pipe(this EventEmitter source, IEnumerable<string> eventNames, EventEmitter target)
    {
        ArgumentNullException.ThrowIfNull(eventNames);
        var pipes = new OwnedParts();
        try
        {
            foreach (var eventName in eventNames.Distinct(StringComparer.Ordinal))
            {
                pipes.Add(source.Pipe(eventName, target));
            }
        }
        catch
        {
            pipes.Dispose();
            throw;
        }

        return pipes;
    }

    /// <summary>Pipes whatever is emitted, under its own name, also events that nobody knows of yet.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="target">Where it goes.</param>
    /// <returns>What takes the pipe away when disposed.</returns>
    /// <remarks>
    /// It passes events on after the listeners of the source, and it is not one of them: nobody counts or lists it, and <c>RemoveAll</c> leaves it. An emit of
    /// the source counts as heard. <c>error</c> is piped as well, and is thrown out of the source's emit where nobody listens to it on the target either;
    /// <c>errorMonitor</c>, <c>newListener</c> and <c>removeListener</c>, by which an emitter tells of itself, are not.
    /// </remarks>
    /// <exception cref="ArgumentException">The target is the source.</exception>
    public static IDisposable PipeAll(this EventEmitter source, EventEmitter target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source == target)
        {
            throw new ArgumentException("An emitter cannot be piped to itself.", nameof(target));
        }

        return source.ListenToAll(eventName => new PipeListener(eventName, target, eventName));
    }
}
