using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>The convenient forms of <see cref="SocketEventSource.AddListener"/>: <c>PrependOnce</c> for each family of handlers.</summary>
public static class SocketPrependOnceExtensions
{
    /// <summary>Adds a handler that runs before those that are there already when its event comes for the first time, and is removed then.</summary>
    /// <remarks>
    /// Each parameter of the handler takes the next argument of the event, except <see cref="Ack"/>, <see cref="CancellationToken"/> (cancelled when
    /// the socket disconnects) and <see cref="EventArguments"/> (all arguments as they came), which take none. Surplus arguments are ignored; a missing
    /// one is null where the type takes null. What the handler returns, or awaits, is its acknowledgement; one without a result acknowledges with no
    /// arguments; one that takes an <see cref="Ack"/> acknowledges by itself.
    /// </remarks>
    /// <param name="source">The socket.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler again when disposed.</returns>
    public static IDisposable PrependOnce(this SocketEventSource source, string eventName, Action handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<TResult>(this SocketEventSource source, string eventName, Func<TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce(this SocketEventSource source, string eventName, Func<Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<TResult>(this SocketEventSource source, string eventName, Func<Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce(this SocketEventSource source, string eventName, Func<ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<TResult>(this SocketEventSource source, string eventName, Func<ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1>(this SocketEventSource source, string eventName, Action<T1> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, TResult>(this SocketEventSource source, string eventName, Func<T1, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1>(this SocketEventSource source, string eventName, Func<T1, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, TResult>(this SocketEventSource source, string eventName, Func<T1, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1>(this SocketEventSource source, string eventName, Func<T1, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, TResult>(this SocketEventSource source, string eventName, Func<T1, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2>(this SocketEventSource source, string eventName, Action<T1, T2> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2>(this SocketEventSource source, string eventName, Func<T1, T2, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2>(this SocketEventSource source, string eventName, Func<T1, T2, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3>(this SocketEventSource source, string eventName, Action<T1, T2, T3> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3>(this SocketEventSource source, string eventName, Func<T1, T2, T3, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3>(this SocketEventSource source, string eventName, Func<T1, T2, T3, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4>(this SocketEventSource source, string eventName, Action<T1, T2, T3, T4> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5>(this SocketEventSource source, string eventName, Action<T1, T2, T3, T4, T5> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6>(this SocketEventSource source, string eventName, Action<T1, T2, T3, T4, T5, T6> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7>(this SocketEventSource source, string eventName, Action<T1, T2, T3, T4, T5, T6, T7> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8>(this SocketEventSource source, string eventName, Action<T1, T2, T3, T4, T5, T6, T7, T8> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(2)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    /// <inheritdoc cref="PrependOnce(SocketEventSource, string, Action)" />
    [OverloadResolutionPriority(1)]
    public static IDisposable PrependOnce<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(this SocketEventSource source, string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, ValueTask<TResult>> handler) =>
        Add(source, eventName, EventBinding.Create(handler));

    private static IDisposable Add(SocketEventSource source, string eventName, EventBinding binding)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.AddListener(eventName, binding, ListenerPlacement.Prepend | ListenerPlacement.Once);
    }
}
