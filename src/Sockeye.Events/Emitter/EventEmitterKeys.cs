using System.Runtime.CompilerServices;
using Sockeye.Events;

namespace Sockeye;

/// <content>Events by key: the same events as by name, with the type of their argument known to the compiler.</content>
public partial class EventEmitter
{
    /// <inheritdoc cref="On(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable On(EventKey key, Action listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener(Given(listener)), once: false, prepend: false, cancellationToken);

    /// <inheritdoc cref="On(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable On(EventKey key, Func<Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener(Given(listener)), once: false, prepend: false, cancellationToken);

    /// <inheritdoc cref="On(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable On<T>(EventKey<T> key, Action<T> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener<T>(Given(listener)), once: false, prepend: false, cancellationToken);

    /// <inheritdoc cref="On(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable On<T>(EventKey<T> key, Func<T, Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener<T>(Given(listener)), once: false, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Once(EventKey key, Action listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Once(EventKey key, Func<Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Once<T>(EventKey<T> key, Action<T> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener<T>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Once<T>(EventKey<T> key, Func<T, Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener<T>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Prepend(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Prepend(EventKey key, Action listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener(Given(listener)), once: false, prepend: true, cancellationToken);

    /// <inheritdoc cref="Prepend(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Prepend(EventKey key, Func<Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener(Given(listener)), once: false, prepend: true, cancellationToken);

    /// <inheritdoc cref="Prepend(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Prepend<T>(EventKey<T> key, Action<T> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener<T>(Given(listener)), once: false, prepend: true, cancellationToken);

    /// <inheritdoc cref="Prepend(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable Prepend<T>(EventKey<T> key, Func<T, Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener<T>(Given(listener)), once: false, prepend: true, cancellationToken);

    /// <inheritdoc cref="PrependOnce(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable PrependOnce(EventKey key, Action listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener(Given(listener)), once: true, prepend: true, cancellationToken);

    /// <inheritdoc cref="PrependOnce(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable PrependOnce(EventKey key, Func<Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener(Given(listener)), once: true, prepend: true, cancellationToken);

    /// <inheritdoc cref="PrependOnce(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable PrependOnce<T>(EventKey<T> key, Action<T> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new ActionListener<T>(Given(listener)), once: true, prepend: true, cancellationToken);

    /// <inheritdoc cref="PrependOnce(string, Action, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    public IDisposable PrependOnce<T>(EventKey<T> key, Func<T, Task> listener, CancellationToken cancellationToken = default) =>
        Add(NameOf(key), new FuncListener<T>(Given(listener)), once: true, prepend: true, cancellationToken);

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="key">The event.</param>
    public bool Emit(EventKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var plan = Plans.FindByKey(key, key.Hash);
        if (plan is null || plan.IsObserved)
        {
            return EmitFirst(key);
        }

        Unsafe.As<Action>(plan.Run)();
        return true;
    }

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="key">The event.</param>
    public bool SafeEmit(EventKey key) => SafeEmit(NameOf(key));

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync(EventKey key, CancellationToken cancellationToken = default) =>
        EmitAsync(NameOf(key), cancellationToken);

    /// <inheritdoc cref="EmitParallelAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitParallelAsync(EventKey key, CancellationToken cancellationToken = default) =>
        EmitParallelAsync(NameOf(key), cancellationToken);

    /// <inheritdoc cref="Emit(string)" />
    /// <param name="key">The event.</param>
    /// <param name="argument">The argument.</param>
    public bool Emit<T>(EventKey<T> key, T argument)
    {
        ArgumentNullException.ThrowIfNull(key);
        var plan = Plans.FindByKey(key, key.Hash);
        if (plan is null || plan.IsObserved)
        {
            return EmitFirst(key, argument);
        }

        Unsafe.As<Action<T>>(plan.Run)(argument);
        return true;
    }

    /// <inheritdoc cref="SafeEmit(string)" />
    /// <param name="key">The event.</param>
    /// <param name="argument">The argument.</param>
    public bool SafeEmit<T>(EventKey<T> key, T argument) => SafeEmit(NameOf(key), argument);

    /// <inheritdoc cref="EmitAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitAsync<T>(EventKey<T> key, T argument, CancellationToken cancellationToken = default) =>
        EmitAsync(NameOf(key), argument, cancellationToken);

    /// <inheritdoc cref="EmitParallelAsync(string, CancellationToken)" />
    /// <param name="key">The event.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="cancellationToken">Starts no further listener when cancelled; those that run are still awaited.</param>
    public Task<bool> EmitParallelAsync<T>(EventKey<T> key, T argument, CancellationToken cancellationToken = default) =>
        EmitParallelAsync(NameOf(key), argument, cancellationToken);

    /// <inheritdoc cref="Off(string, Delegate)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">The delegate that was added.</param>
    public bool Off(EventKey key, Delegate listener) => Off(NameOf(key), listener);

    /// <inheritdoc cref="RemoveAll(string)" />
    /// <param name="key">The event.</param>
    public int RemoveAll(EventKey key) => RemoveAll(NameOf(key));

    /// <inheritdoc cref="ListenerCount(string)" />
    /// <param name="key">The event.</param>
    public int ListenerCount(EventKey key) => ListenerCount(NameOf(key));

    /// <inheritdoc cref="Off(string, Delegate)" />
    /// <param name="key">The event.</param>
    /// <param name="listener">The delegate that was added.</param>
    public bool Off<T>(EventKey<T> key, Delegate listener) => Off(NameOf(key), listener);

    /// <inheritdoc cref="RemoveAll(string)" />
    /// <param name="key">The event.</param>
    public int RemoveAll<T>(EventKey<T> key) => RemoveAll(NameOf(key));

    /// <inheritdoc cref="ListenerCount(string)" />
    /// <param name="key">The event.</param>
    public int ListenerCount<T>(EventKey<T> key) => ListenerCount(NameOf(key));

    // Remembers that the plan is the key's, so that next time neither the name nor the type is compared.
    private bool EmitFirst(EventKey key)
    {
        if (PlanOf<Arguments>(key.Name) is { } plan)
        {
            plan.Key = key;
        }

        return Emit(key.Name);
    }

    // Remembers that the plan is the key's, so that next time neither the name nor the type is compared.
    private bool EmitFirst<T>(EventKey<T> key, T argument)
    {
        if (PlanOf<Arguments<T>>(key.Name) is { } plan)
        {
            plan.Key = key;
        }

        return Emit(key.Name, argument);
    }
}
