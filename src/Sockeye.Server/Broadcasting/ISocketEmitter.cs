namespace Sockeye;

/// <summary>Something that emits to exactly one socket, and can therefore ask it for an acknowledgement.</summary>
public interface ISocketEmitter : IEmitter
{
    /// <summary>
    /// Sends an event with any number of arguments that asks for an acknowledgement, and completes with the answer or with the reason why
    /// there is none. <c>TryEmitWithAckAsync</c> takes the arguments one by one; so does <c>EmitWithAckAsync</c>, which throws where there is
    /// no answer.
    /// </summary>
    /// <typeparam name="TAnswer">
    /// The type of the answer's first argument; <see cref="EventArguments"/> for all of them as they came.
    /// </typeparam>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="arguments">The arguments, as for <see cref="IEmitter.Emit(string, ReadOnlySpan{object?})"/>.</param>
    /// <param name="cancellationToken">Ends the wait; an answer that comes later is ignored.</param>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    Task<AckResult<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default);
}
