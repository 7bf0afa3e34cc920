namespace Sockeye;

/// <summary>How an <see cref="EventEmitter"/> behaves. Read once, when the emitter is made.</summary>
public sealed class EventEmitterOptions
{
    /// <summary>Gets or sets what the emitter is called in diagnostics; nothing by default.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Gets or sets how many listeners an event may have before <see cref="OnMaxListenersExceeded"/> is told, since that many are often a leak.
    /// 10 by default; 0 is no limit.
    /// </summary>
    public int MaxListeners { get; set; } = 10;

    /// <summary>
    /// Gets or sets what hears once of an event that has more listeners than <see cref="EventEmitter.MaxListeners"/>, and again only after all but one
    /// of them are gone. By default a warning is written to <see cref="System.Diagnostics.Trace"/>. What it throws comes out of <c>On</c>, and the listener
    /// is not added.
    /// </summary>
    public Action<MaxListenersContext>? OnMaxListenersExceeded { get; set; }

    /// <summary>
    /// Gets or sets what gets the failure of an asynchronous listener when nobody listens to <see cref="EventEmitter.Error"/>, or when such a listener
    /// fails itself. By default the exception is thrown on the thread pool, which ends the process, as in Node.js. It must not throw.
    /// </summary>
    public Action<UnhandledErrorContext>? OnUnhandledError { get; set; }

    /// <summary>Gets or sets the clock that durations are measured with; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal EventEmitterOptions Copy() => (EventEmitterOptions)MemberwiseClone();
}
