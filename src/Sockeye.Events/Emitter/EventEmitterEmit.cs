using System.Runtime.CompilerServices;
using Sockeye.Events;

namespace Sockeye;

/// <content><c>Emit</c>, by the number of arguments.</content>
public partial class EventEmitter
{
    /// <summary>Runs the listeners of an event one after the other, in order, before it returns.</summary>
    /// <remarks>
    /// The listeners are those there are when it begins; what is added or removed meanwhile counts from the next emit on. Where one throws, the rest
    /// do not run and the exception comes out of here. Asynchronous listeners are started in their turn and not awaited: the emitter owns
    /// their tasks, a failure is emitted as <see cref="Error"/>, and <see cref="DisposeAsync"/> waits for them.
    /// <see cref="Error"/> emitted while nobody listens to it is thrown.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <returns>Whether somebody listened.</returns>
    /// <exception cref="ListenerTypeException">A listener has a parameter that does not take what is emitted; none has run.</exception>
    public bool Emit(string eventName)
    {
        var plan = PlanOf<Arguments>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, default(Arguments));
        }

        Unsafe.As<Action>(plan.Run)();
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    public bool Emit<T1>(string eventName, T1 first)
    {
        var plan = PlanOf<Arguments<T1>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1>(first));
        }

        Unsafe.As<Action<T1>>(plan.Run)(first);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    public bool Emit<T1, T2>(string eventName, T1 first, T2 second)
    {
        var plan = PlanOf<Arguments<T1, T2>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2>(first, second));
        }

        Unsafe.As<Action<T1, T2>>(plan.Run)(first, second);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    public bool Emit<T1, T2, T3>(string eventName, T1 first, T2 second, T3 third)
    {
        var plan = PlanOf<Arguments<T1, T2, T3>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3>(first, second, third));
        }

        Unsafe.As<Action<T1, T2, T3>>(plan.Run)(first, second, third);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    public bool Emit<T1, T2, T3, T4>(string eventName, T1 first, T2 second, T3 third, T4 fourth)
    {
        var plan = PlanOf<Arguments<T1, T2, T3, T4>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3, T4>(first, second, third, fourth));
        }

        Unsafe.As<Action<T1, T2, T3, T4>>(plan.Run)(first, second, third, fourth);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    public bool Emit<T1, T2, T3, T4, T5>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth)
    {
        var plan = PlanOf<Arguments<T1, T2, T3, T4, T5>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3, T4, T5>(first, second, third, fourth, fifth));
        }

        Unsafe.As<Action<T1, T2, T3, T4, T5>>(plan.Run)(first, second, third, fourth, fifth);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    public bool Emit<T1, T2, T3, T4, T5, T6>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth)
    {
        var plan = PlanOf<Arguments<T1, T2, T3, T4, T5, T6>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3, T4, T5, T6>(first, second, third, fourth, fifth, sixth));
        }

        Unsafe.As<Action<T1, T2, T3, T4, T5, T6>>(plan.Run)(first, second, third, fourth, fifth, sixth);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    public bool Emit<T1, T2, T3, T4, T5, T6, T7>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh)
    {
        var plan = PlanOf<Arguments<T1, T2, T3, T4, T5, T6, T7>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7>(first, second, third, fourth, fifth, sixth, seventh));
        }

        Unsafe.As<Action<T1, T2, T3, T4, T5, T6, T7>>(plan.Run)(first, second, third, fourth, fifth, sixth, seventh);
        return true;
    }

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="eventName">The event.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <param name="fourth">The fourth argument.</param>
    /// <param name="fifth">The fifth argument.</param>
    /// <param name="sixth">The sixth argument.</param>
    /// <param name="seventh">The seventh argument.</param>
    /// <param name="eighth">The eighth argument.</param>
    public bool Emit<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth)
    {
        var plan = PlanOf<Arguments<T1, T2, T3, T4, T5, T6, T7, T8>>(eventName);
        if (plan is null || plan.IsObserved)
        {
            return _core.RunOtherwise(plan, eventName, new Arguments<T1, T2, T3, T4, T5, T6, T7, T8>(first, second, third, fourth, fifth, sixth, seventh, eighth));
        }

        Unsafe.As<Action<T1, T2, T3, T4, T5, T6, T7, T8>>(plan.Run)(first, second, third, fourth, fifth, sixth, seventh, eighth);
        return true;
    }
}
