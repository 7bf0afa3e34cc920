namespace Sockeye.Events.Patterns.Flow;

/// <summary>A listener at the end of a flow, with all that lies between it and the emitter. Disposing detaches it and drops what is held back.</summary>
internal sealed class FlowSubscription : IDisposable
{
    private readonly EventEmitter _emitter;
    private readonly string _eventName;
    private readonly OwnedParts _parts = new();

    public FlowSubscription(EventEmitter emitter, string eventName, bool isAsync, CancellationToken cancellationToken)
    {
        (_emitter, _eventName, IsAsync) = (emitter, eventName, isAsync);
        if (cancellationToken.CanBeCanceled)
        {
            Own(cancellationToken.UnsafeRegister(static subscription => ((FlowSubscription)subscription!).Dispose(), this));
        }
    }

    /// <summary>Gets whether the listener at the end is asynchronous.</summary>
    public bool IsAsync { get; }

    public TimeProvider Time => _emitter.Clock();

    /// <summary>Takes a part that is to go with the subscription, at once where that has gone already.</summary>
    public T Own<T>(T part)
        where T : IDisposable =>
        _parts.Add(part);

    public void Listen(EmitterListener listener)
    {
        listener.Disposed = Dispose;
        Own(_emitter.Listen(_eventName, listener));
    }

    /// <summary>Passes a value on from a timer. Nobody called who could be told of a failure, so the emitter is, as of an asynchronous listener's.</summary>
    public void Pass<T>(FlowStep<T> next, T value)
    {
        if (_parts.IsDisposed)
        {
            return;
        }

        Task passed;
        try
        {
            passed = next.PassAsync(value);
        }
        catch (Exception exception)
        {
            passed = Task.FromException(exception);
        }

        _emitter.Own(passed, _eventName);
    }

    public void Dispose() => _parts.Dispose();
}
