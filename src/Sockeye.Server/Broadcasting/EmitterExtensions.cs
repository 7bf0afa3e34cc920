using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>The short forms of emitting: each calls the one member that does it. An argument that is an array stays one argument.</summary>
public static class EmitterExtensions
{
    /// <summary>Sends an event named <c>message</c>, as Socket.IO's <c>send</c> does.</summary>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="arguments">The arguments.</param>
    public static void Send(this IEmitter emitter, params ReadOnlySpan<object?> arguments) => emitter.Emit("message", arguments);

    /// <summary>Sends an event named <c>message</c> with one argument, as Socket.IO's <c>send</c> does.</summary>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="argument">The only argument.</param>
    [OverloadResolutionPriority(1)]
    public static void Send(this IEmitter emitter, object? argument) => emitter.Emit("message", argument);

    /// <inheritdoc cref="IEmitter.EmitArgumentsAsync"/>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask EmitAsync(
        this IEmitter emitter, string eventName, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsAsync(eventName, ReadOnlyMemory<object?>.Empty, cancellationToken);

    /// <inheritdoc cref="IEmitter.EmitArgumentsAsync"/>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="argument">The only argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask EmitAsync(
        this IEmitter emitter, string eventName, object? argument, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsAsync(eventName, new[] { argument }, cancellationToken);

    /// <inheritdoc cref="IEmitter.EmitArgumentsAsync"/>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask EmitAsync(
        this IEmitter emitter, string eventName, object? first, object? second, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsAsync(eventName, new[] { first, second }, cancellationToken);

    /// <inheritdoc cref="IEmitter.EmitArgumentsAsync"/>
    /// <param name="emitter">Who receives it.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask EmitAsync(
        this IEmitter emitter, string eventName, object? first, object? second, object? third, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsAsync(eventName, new[] { first, second, third }, cancellationToken);

    /// <inheritdoc cref="ISocketEmitter.EmitArgumentsWithAckAsync"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<AckResult<TAnswer>> TryEmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, ReadOnlyMemory<object?>.Empty, cancellationToken);

    /// <inheritdoc cref="ISocketEmitter.EmitArgumentsWithAckAsync"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="argument">The only argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<AckResult<TAnswer>> TryEmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? argument, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { argument }, cancellationToken);

    /// <inheritdoc cref="ISocketEmitter.EmitArgumentsWithAckAsync"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<AckResult<TAnswer>> TryEmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? first, object? second, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { first, second }, cancellationToken);

    /// <inheritdoc cref="ISocketEmitter.EmitArgumentsWithAckAsync"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<AckResult<TAnswer>> TryEmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? first, object? second, object? third, CancellationToken cancellationToken = default) =>
        emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, new[] { first, second, third }, cancellationToken);

    /// <summary>Sends an event that asks for an acknowledgement, and completes with the answer.</summary>
    /// <typeparam name="TAnswer">
    /// The type of the answer's first argument; <see cref="EventArguments"/> for all of them as they came.
    /// </typeparam>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="cancellationToken">Ends the wait; an answer that comes later is ignored.</param>
    /// <returns>The answer; <see langword="null"/> where the client acknowledged with no arguments and the type takes null.</returns>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NotSupportedException">An argument cannot be written as JSON.</exception>
    /// <exception cref="AcknowledgementException">No answer came in time, the socket disconnected, or the answer is not readable.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static Task<TAnswer?> EmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, CancellationToken cancellationToken = default) =>
        AskAsync<TAnswer>(emitter, eventName, ReadOnlyMemory<object?>.Empty, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(ISocketEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="argument">The only argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<TAnswer?> EmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? argument, CancellationToken cancellationToken = default) =>
        AskAsync<TAnswer>(emitter, eventName, new[] { argument }, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(ISocketEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<TAnswer?> EmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? first, object? second, CancellationToken cancellationToken = default) =>
        AskAsync<TAnswer>(emitter, eventName, new[] { first, second }, cancellationToken);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(ISocketEmitter, string, CancellationToken)"/>
    /// <param name="emitter">Who is asked.</param>
    /// <param name="eventName">The event's name; not one of the reserved names.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<TAnswer?> EmitWithAckAsync<TAnswer>(
        this ISocketEmitter emitter, string eventName, object? first, object? second, object? third, CancellationToken cancellationToken = default) =>
        AskAsync<TAnswer>(emitter, eventName, new[] { first, second, third }, cancellationToken);

    private static async Task<TAnswer?> AskAsync<TAnswer>(
        ISocketEmitter emitter, string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken)
    {
        var result = await emitter.EmitArgumentsWithAckAsync<TAnswer>(eventName, arguments, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result.Value : throw new AcknowledgementException(eventName, result.Failure, result.Error);
    }
}
