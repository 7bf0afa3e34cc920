namespace Sockeye.Events;

/// <summary>Waits for one event, and for an error instead of it: Node's <c>events.once</c>.</summary>
internal sealed class EventWaiter<TResult>
{
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _event;
    private IDisposable? _error;
    private CancellationTokenRegistration _cancellation;

    public async Task<TResult> ListenAsync(EventEmitter emitter, string eventName, EmitterListener listener, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        listener.Disposed = () => _result.TrySetException(new ObjectDisposedException(nameof(EventEmitter)));
        _event = emitter.Add(eventName, listener, once: true, prepend: false, CancellationToken.None);
        try
        {
            if (eventName != EventEmitter.Error.Name)
            {
                _error = emitter.Add(EventEmitter.Error.Name, new ErrorListener(Fail), once: true, prepend: false, CancellationToken.None);
            }

            _cancellation = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((EventWaiter<TResult>)waiter!)._result.TrySetCanceled(token), this);
            return await _result.Task.ConfigureAwait(false);
        }
        finally
        {
            // Here for every ending: the event may have come on another thread before the rest was listened to.
            _cancellation.Unregister();
            _event.Dispose();
            _error?.Dispose();
        }
    }

    public void Set(TResult result)
    {
        _result.TrySetResult(result);
        _error?.Dispose();
    }

    private void Fail(object? error)
    {
        _result.TrySetException(error as Exception ?? new UnhandledErrorException(error));
        _event?.Dispose();
    }
}
