using Sockeye.Events;

namespace Sockeye;

/// <content><c>EmitAsync</c>, by the number of arguments.</content>
public partial class EventEmitter
{
    /// <summary>Runs the listeners of an event one after the other and awaits each before the next begins.</summary>
    /// <remarks>
    /// Every listener runs, even where some fail. The listeners are those there are when it begins.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    /// <returns>Whether somebody listened.</returns>
    /// <exception cref="ListenerTypeException">A listener has a parameter that does not take what is emitted; none has run.</exception>
    /// <exception cref="AggregateException">Listeners failed: a <see cref="ListenerException"/> for each, in the order of the listeners.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before every listener had been started, and none failed.</exception>
    public Task<bool> EmitAsync(string eventName, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, default(Arguments), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1>(string eventName, T1 first, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1>(first), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2>(string eventName, T1 first, T2 second, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2>(first, second), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3>(string eventName, T1 first, T2 second, T3 third, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3>(first, second, third), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3, T4>(string eventName, T1 first, T2 second, T3 third, T4 fourth, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3, T4>(first, second, third, fourth), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3, T4, T5>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3, T4, T5>(first, second, third, fourth, fifth), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3, T4, T5, T6>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3, T4, T5, T6>(first, second, third, fourth, fifth, sixth), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3, T4, T5, T6, T7>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7>(first, second, third, fourth, fifth, sixth, seventh), cancellationToken);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    /// <param name="eighth">The eighth argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth, CancellationToken cancellationToken = default) =>
        _core.EmitAsync(eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7, T8>(first, second, third, fourth, fifth, sixth, seventh, eighth), cancellationToken);
}
