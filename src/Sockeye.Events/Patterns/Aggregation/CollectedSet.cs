namespace Sockeye.Events.Patterns.Aggregation;

/// <summary>The events of one set that have come so far, and who waits for the rest. Its owner's lock guards what is collected.</summary>
internal sealed class CollectedSet
{
    private readonly Dictionary<string, object?[]> _arguments = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<AggregatedEvents> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<AggregatedEvents> Completion => _completion.Task;

    public int Count => _arguments.Count;

    /// <summary>Gets what has come, as it is now.</summary>
    public Dictionary<string, object?[]> Arguments => new(_arguments, StringComparer.Ordinal);

    /// <summary>Gets or sets when the first event came.</summary>
    public long BeganAt { get; set; }

    public bool TryAdd(string eventName, object?[] arguments, RepeatedEvent repeated)
    {
        if (repeated == RepeatedEvent.First)
        {
            return _arguments.TryAdd(eventName, arguments);
        }

        _arguments[eventName] = arguments;
        return true;
    }

    public string[] Missing(string[] names) => Array.FindAll(names, name => !_arguments.ContainsKey(name));

    public void Complete(AggregatedEvents events) => _completion.SetResult(events);

    public void Cancel(CancellationToken cancellationToken) => _completion.SetCanceled(cancellationToken);

    public void Fail(Exception reason)
    {
        _completion.SetException(reason);
        _ = _completion.Task.Exception; // nobody need be waiting
    }
}
