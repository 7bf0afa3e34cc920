namespace Sockeye;

/// <summary>Something that emits to many, sockets or servers, and can gather their acknowledgements.</summary>
public interface IGroupEmitter : IEmitter
{
    /// <summary>
    /// Sends an event with any number of arguments that asks everybody for an acknowledgement, and completes when all have answered or the
    /// time is over. <c>EmitWithAckAsync</c> takes the arguments one by one.
    /// </summary>
    /// <typeparam name="TAnswer">
    /// The type of an answer's first argument; <see cref="EventArguments"/> for all of them as they came.
    /// </typeparam>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="arguments">The arguments, as for <see cref="IEmitter.Emit(string, ReadOnlySpan{object?})"/>.</param>
    /// <param name="cancellationToken">Ends the wait; answers that come later are ignored.</param>
    /// <returns>The answers there are, and who did not answer and why: also where the time was over.</returns>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="InvalidOperationException">There is no time limit: call <c>Timeout</c>, or set <see cref="SocketServerOptions.AckTimeout"/>.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    Task<BroadcastAnswers<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default);
}
