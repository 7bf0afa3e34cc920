namespace Sockeye;

/// <summary>A failure that found nobody: an asynchronous listener failed and no listener of <see cref="EventEmitter.Error"/> took it.</summary>
public readonly struct UnhandledErrorContext
{
    internal UnhandledErrorContext(EventEmitter emitter, string eventName, Exception exception) =>
        (Emitter, EventName, Exception) = (emitter, eventName, exception);

    /// <summary>Gets the emitter.</summary>
    public EventEmitter Emitter { get; }

    /// <summary>Gets the event whose listener failed.</summary>
    public string EventName { get; }

    /// <summary>Gets the failure.</summary>
    public Exception Exception { get; }
}
