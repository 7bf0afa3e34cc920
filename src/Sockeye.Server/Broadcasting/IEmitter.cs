using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>Something events can be emitted to: one socket, the sockets of some rooms, a namespace, the whole server.</summary>
public interface IEmitter
{
    /// <summary>
    /// Sends an event. Returns at once and never throws for a receiver that is slow or gone: a connection whose outbound budget
    /// is spent is closed as a slow client.
    /// </summary>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="arguments">
    /// The arguments, written as JSON by their runtime types; bytes anywhere in them travel as attachments. One
    /// <see cref="EventArguments"/> alone is sent as it came.
    /// </param>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    void Emit(string eventName, params ReadOnlySpan<object?> arguments);

    /// <summary>Sends an event with one argument, which may be an array: unlike in a list of arguments it is not taken apart.</summary>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="argument">The only argument.</param>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NotSupportedException">The argument cannot be written as JSON.</exception>
    [OverloadResolutionPriority(1)]
    void Emit(string eventName, object? argument);

    /// <summary>
    /// Sends an event with any number of arguments (<c>EmitAsync</c> takes them one by one), and completes when the connection of every local receiver has taken it (waiting for room in its outbound
    /// budget) or has closed.
    /// </summary>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="arguments">The arguments, as for <see cref="Emit(string, ReadOnlySpan{object?})"/>.</param>
    /// <param name="cancellationToken">Ends the wait; what is queued already is still sent.</param>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default);
}
