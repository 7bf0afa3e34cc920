using Sockeye.Events;

namespace Sockeye;

/// <content><c>SafeEmit</c>, by the number of arguments.</content>
public partial class EventEmitter
{
    /// <summary>Runs every listener of an event in order, even where some fail; each failure is emitted as <see cref="Error"/>.</summary>
    /// <remarks>
    /// A failure is emitted as soon as it happens. Where nobody listens to <see cref="Error"/>, or such a listener fails itself, the exception is thrown
    /// once all listeners have run: as it is, or in an <see cref="AggregateException"/> where there are several. Asynchronous listeners are
    /// started and owned as by <see cref="Emit(string)"/>.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <returns>Whether somebody listened.</returns>
    /// <exception cref="ListenerTypeException">A listener has a parameter that does not take what is emitted; none has run.</exception>
    /// <exception cref="AggregateException">Several failures found nobody who listens to <see cref="Error"/>.</exception>
    public bool SafeEmit(string eventName) =>
        _core.SafeEmit(eventName, default(Arguments));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    public bool SafeEmit<T1>(string eventName, T1 first) =>
        _core.SafeEmit(eventName, new Arguments<T1>(first));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    public bool SafeEmit<T1, T2>(string eventName, T1 first, T2 second) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2>(first, second));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    public bool SafeEmit<T1, T2, T3>(string eventName, T1 first, T2 second, T3 third) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3>(first, second, third));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    public bool SafeEmit<T1, T2, T3, T4>(string eventName, T1 first, T2 second, T3 third, T4 fourth) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3, T4>(first, second, third, fourth));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    public bool SafeEmit<T1, T2, T3, T4, T5>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3, T4, T5>(first, second, third, fourth, fifth));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    public bool SafeEmit<T1, T2, T3, T4, T5, T6>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3, T4, T5, T6>(first, second, third, fourth, fifth, sixth));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    public bool SafeEmit<T1, T2, T3, T4, T5, T6, T7>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7>(first, second, third, fourth, fifth, sixth, seventh));

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    /// <param name="eighth">The eighth argument.</param>
    public bool SafeEmit<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth) =>
        _core.SafeEmit(eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7, T8>(first, second, third, fourth, fifth, sixth, seventh, eighth));
}
