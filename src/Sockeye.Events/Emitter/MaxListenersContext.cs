namespace Sockeye;

/// <summary>An event that got more listeners than its emitter expects.</summary>
public readonly struct MaxListenersContext
{
    internal MaxListenersContext(EventEmitter emitter, string eventName, int count, int maxListeners) =>
        (Emitter, EventName, Count, MaxListeners) = (emitter, eventName, count, maxListeners);

    /// <summary>Gets the emitter.</summary>
    public EventEmitter Emitter { get; }

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets how many listeners it has.</summary>
    public int Count { get; }

    /// <summary>Gets how many are expected at most.</summary>
    public int MaxListeners { get; }

    /// <summary>Says the same in a sentence.</summary>
    public override string ToString() =>
        $"Possible leak: {Count} listeners of '{EventName}' have been added and {MaxListeners} are expected at most; raise MaxListeners if that is right.";
}
