using Sockeye.Events;

namespace Sockeye;

/// <content><c>Once</c>, by the number of parameters a listener has and whether it is asynchronous.</content>
public partial class EventEmitter
{
    /// <summary>Adds a listener that runs at most once: it is taken back just before it runs, by whichever emit reaches it first.</summary>
    /// <remarks>
    /// A listener takes as many of the emitted arguments as it has parameters; further ones are ignored. What listens to
    /// <see cref="NewListener"/> hears of it first. The same listener may be added several times and then runs as often.
    /// </remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">What runs. Where it returns a task, the emitter owns that task: see <see cref="Emit(string)"/>.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled. Where it is cancelled already, nothing is added.</param>
    /// <returns>What takes this one registration back when disposed; disposing again does nothing.</returns>
    /// <exception cref="ObjectDisposedException">The emitter has been disposed.</exception>
    public IDisposable Once(string eventName, Action listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once(string eventName, Func<Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1>(string eventName, Action<T1> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1>(string eventName, Func<T1, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2>(string eventName, Action<T1, T2> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2>(string eventName, Func<T1, T2, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3>(string eventName, Action<T1, T2, T3> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3>(string eventName, Func<T1, T2, T3, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4>(string eventName, Action<T1, T2, T3, T4> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3, T4>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4>(string eventName, Func<T1, T2, T3, T4, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3, T4>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5>(string eventName, Action<T1, T2, T3, T4, T5> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3, T4, T5>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5>(string eventName, Func<T1, T2, T3, T4, T5, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3, T4, T5>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6>(string eventName, Action<T1, T2, T3, T4, T5, T6> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3, T4, T5, T6>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6>(string eventName, Func<T1, T2, T3, T4, T5, T6, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3, T4, T5, T6>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6, T7>(string eventName, Action<T1, T2, T3, T4, T5, T6, T7> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6, T7>(string eventName, Func<T1, T2, T3, T4, T5, T6, T7, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3, T4, T5, T6, T7>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, Action<T1, T2, T3, T4, T5, T6, T7, T8> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new ActionListener<T1, T2, T3, T4, T5, T6, T7, T8>(Given(listener)), once: true, prepend: false, cancellationToken);

    /// <inheritdoc cref="Once(string, Action, CancellationToken)" />
    public IDisposable Once<T1, T2, T3, T4, T5, T6, T7, T8>(string eventName, Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> listener, CancellationToken cancellationToken = default) =>
        Add(eventName, new FuncListener<T1, T2, T3, T4, T5, T6, T7, T8>(Given(listener)), once: true, prepend: false, cancellationToken);
}
