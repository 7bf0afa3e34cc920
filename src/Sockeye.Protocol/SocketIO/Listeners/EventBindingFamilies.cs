using System.Runtime.CompilerServices;

namespace Sockeye;

/// <content>The families of handlers: up to eight parameters; a result, a task or nothing.</content>
public abstract partial class EventBinding
{
    /// <summary>Binds a handler.</summary>
    /// <remarks>
    /// Each parameter takes the next argument of the event, except <see cref="Ack"/>, <see cref="CancellationToken"/> (cancelled when the socket
    /// disconnects) and <see cref="EventArguments"/> (all arguments as they came), which take none. Surplus arguments are ignored.
    /// </remarks>
    /// <param name="handler">The handler. What it returns is its acknowledgement.</param>
    public static EventBinding Create(Action handler) =>
        new ActionBinding<ValueTuple>(handler, Read, static (handler, _) => ((Action)handler)());

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<TResult>(Func<TResult> handler) =>
        new ResultBinding<ValueTuple, TResult>(handler, Read, static (handler, _) => ((Func<TResult>)handler)());

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create(Func<Task> handler) =>
        new TaskBinding<ValueTuple>(handler, Read, static (handler, _) => ((Func<Task>)handler)());

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<TResult>(Func<Task<TResult>> handler) =>
        new TaskResultBinding<ValueTuple, TResult>(handler, Read, static (handler, _) => ((Func<Task<TResult>>)handler)());

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create(Func<ValueTask> handler) =>
        new ValueTaskBinding<ValueTuple>(handler, Read, static (handler, _) => ((Func<ValueTask>)handler)());

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<TResult>(Func<ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<ValueTuple, TResult>(handler, Read, static (handler, _) => ((Func<ValueTask<TResult>>)handler)());

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1>(Action<T1> handler) =>
        new ActionBinding<ValueTuple<T1>>(handler, Read<T1>, static (handler, a) => ((Action<T1>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, TResult>(Func<T1, TResult> handler) =>
        new ResultBinding<ValueTuple<T1>, TResult>(handler, Read<T1>, static (handler, a) => ((Func<T1, TResult>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1>(Func<T1, Task> handler) =>
        new TaskBinding<ValueTuple<T1>>(handler, Read<T1>, static (handler, a) => ((Func<T1, Task>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, TResult>(Func<T1, Task<TResult>> handler) =>
        new TaskResultBinding<ValueTuple<T1>, TResult>(handler, Read<T1>, static (handler, a) => ((Func<T1, Task<TResult>>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1>(Func<T1, ValueTask> handler) =>
        new ValueTaskBinding<ValueTuple<T1>>(handler, Read<T1>, static (handler, a) => ((Func<T1, ValueTask>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, TResult>(Func<T1, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<ValueTuple<T1>, TResult>(handler, Read<T1>, static (handler, a) => ((Func<T1, ValueTask<TResult>>)handler)(a.Item1));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2>(Action<T1, T2> handler) =>
        new ActionBinding<(T1, T2)>(handler, Read<T1, T2>, static (handler, a) => ((Action<T1, T2>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, TResult>(Func<T1, T2, TResult> handler) =>
        new ResultBinding<(T1, T2), TResult>(handler, Read<T1, T2>, static (handler, a) => ((Func<T1, T2, TResult>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2>(Func<T1, T2, Task> handler) =>
        new TaskBinding<(T1, T2)>(handler, Read<T1, T2>, static (handler, a) => ((Func<T1, T2, Task>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, TResult>(Func<T1, T2, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2), TResult>(handler, Read<T1, T2>, static (handler, a) => ((Func<T1, T2, Task<TResult>>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2>(Func<T1, T2, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2)>(handler, Read<T1, T2>, static (handler, a) => ((Func<T1, T2, ValueTask>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, TResult>(Func<T1, T2, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2), TResult>(handler, Read<T1, T2>, static (handler, a) => ((Func<T1, T2, ValueTask<TResult>>)handler)(a.Item1, a.Item2));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3>(Action<T1, T2, T3> handler) =>
        new ActionBinding<(T1, T2, T3)>(handler, Read<T1, T2, T3>, static (handler, a) => ((Action<T1, T2, T3>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> handler) =>
        new ResultBinding<(T1, T2, T3), TResult>(handler, Read<T1, T2, T3>, static (handler, a) => ((Func<T1, T2, T3, TResult>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3>(Func<T1, T2, T3, Task> handler) =>
        new TaskBinding<(T1, T2, T3)>(handler, Read<T1, T2, T3>, static (handler, a) => ((Func<T1, T2, T3, Task>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3), TResult>(handler, Read<T1, T2, T3>, static (handler, a) => ((Func<T1, T2, T3, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3>(Func<T1, T2, T3, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3)>(handler, Read<T1, T2, T3>, static (handler, a) => ((Func<T1, T2, T3, ValueTask>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, TResult>(Func<T1, T2, T3, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3), TResult>(handler, Read<T1, T2, T3>, static (handler, a) => ((Func<T1, T2, T3, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4>(Action<T1, T2, T3, T4> handler) =>
        new ActionBinding<(T1, T2, T3, T4)>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Action<T1, T2, T3, T4>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> handler) =>
        new ResultBinding<(T1, T2, T3, T4), TResult>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Func<T1, T2, T3, T4, TResult>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> handler) =>
        new TaskBinding<(T1, T2, T3, T4)>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Func<T1, T2, T3, T4, Task>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3, T4), TResult>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Func<T1, T2, T3, T4, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4>(Func<T1, T2, T3, T4, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3, T4)>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Func<T1, T2, T3, T4, ValueTask>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3, T4), TResult>(handler, Read<T1, T2, T3, T4>, static (handler, a) => ((Func<T1, T2, T3, T4, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> handler) =>
        new ActionBinding<(T1, T2, T3, T4, T5)>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Action<T1, T2, T3, T4, T5>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> handler) =>
        new ResultBinding<(T1, T2, T3, T4, T5), TResult>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, TResult>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5>(Func<T1, T2, T3, T4, T5, Task> handler) =>
        new TaskBinding<(T1, T2, T3, T4, T5)>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, Task>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3, T4, T5), TResult>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5>(Func<T1, T2, T3, T4, T5, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3, T4, T5)>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, ValueTask>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3, T4, T5), TResult>(handler, Read<T1, T2, T3, T4, T5>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> handler) =>
        new ActionBinding<(T1, T2, T3, T4, T5, T6)>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Action<T1, T2, T3, T4, T5, T6>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> handler) =>
        new ResultBinding<(T1, T2, T3, T4, T5, T6), TResult>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, TResult>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6>(Func<T1, T2, T3, T4, T5, T6, Task> handler) =>
        new TaskBinding<(T1, T2, T3, T4, T5, T6)>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, Task>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3, T4, T5, T6), TResult>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6>(Func<T1, T2, T3, T4, T5, T6, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3, T4, T5, T6)>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, ValueTask>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3, T4, T5, T6), TResult>(handler, Read<T1, T2, T3, T4, T5, T6>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> handler) =>
        new ActionBinding<(T1, T2, T3, T4, T5, T6, T7)>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Action<T1, T2, T3, T4, T5, T6, T7>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> handler) =>
        new ResultBinding<(T1, T2, T3, T4, T5, T6, T7), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, TResult>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7>(Func<T1, T2, T3, T4, T5, T6, T7, Task> handler) =>
        new TaskBinding<(T1, T2, T3, T4, T5, T6, T7)>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, Task>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3, T4, T5, T6, T7), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7>(Func<T1, T2, T3, T4, T5, T6, T7, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3, T4, T5, T6, T7)>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, ValueTask>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3, T4, T5, T6, T7), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> handler) =>
        new ActionBinding<(T1, T2, T3, T4, T5, T6, T7, T8)>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Action<T1, T2, T3, T4, T5, T6, T7, T8>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));

    /// <inheritdoc cref="Create(Action)" />
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> handler) =>
        new ResultBinding<(T1, T2, T3, T4, T5, T6, T7, T8), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8>(Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> handler) =>
        new TaskBinding<(T1, T2, T3, T4, T5, T6, T7, T8)>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, T8, Task>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(2)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<TResult>> handler) =>
        new TaskResultBinding<(T1, T2, T3, T4, T5, T6, T7, T8), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8>(Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask> handler) =>
        new ValueTaskBinding<(T1, T2, T3, T4, T5, T6, T7, T8)>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));

    /// <inheritdoc cref="Create(Action)" />
    [OverloadResolutionPriority(1)]
    public static EventBinding Create<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask<TResult>> handler) =>
        new ValueTaskResultBinding<(T1, T2, T3, T4, T5, T6, T7, T8), TResult>(handler, Read<T1, T2, T3, T4, T5, T6, T7, T8>, static (handler, a) => ((Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask<TResult>>)handler)(a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, a.Item6, a.Item7, a.Item8));
}
