namespace Sockeye;

/// <summary>The short forms of asking many: each calls the one member that does it. An argument that is an array stays one argument.</summary>
public static class GroupEmitterExtensions
{
    /// <summary>Sends an event that asks everybody for an acknowledgement, and completes when all have answered or the time is over.</summary>
    /// <typeparam name="TAnswer">
    /// The type of an answer's first argument; <see cref="EventArguments"/> for all of them as they came.
    /// </typeparam>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="cancellationToken">Ends the wait; answers that come later are ignored.</param>
    /// <returns>The answers there are, and who did not answer and why: also where the time was over.</returns>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="InvalidOperationException">There is no time limit: call <c>Timeout</c>, or set <see cref="SocketServerOptions.AckTimeout"/>.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static Task<BroadcastAnswers<TAnswer>> EmitWithAckAsync<TAnswer>(
        this IGroupEmitter emitter, string eventName, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, ReadOnlyMemory<object?>.Empty, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IGroupEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="argument">The only argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<BroadcastAnswers<TAnswer>> EmitWithAckAsync<TAnswer>(
        this IGroupEmitter emitter, string eventName, object? argument, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { argument }, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IGroupEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<BroadcastAnswers<TAnswer>> EmitWithAckAsync<TAnswer>(
        this IGroupEmitter emitter, string eventName, object? first, object? second, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { first, second }, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IGroupEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<BroadcastAnswers<TAnswer>> EmitWithAckAsync<TAnswer>(
        this IGroupEmitter emitter, string eventName, object? first, object? second, object? third, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { first, second, third }, cancellationToken);
}
