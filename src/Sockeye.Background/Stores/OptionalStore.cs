namespace Sockeye.Background;

/// <summary>Where events are that need not be durable: this process's memory, within bounds, and until its listeners stop. Thread-safe.</summary>
internal sealed class OptionalStore : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly bool _waits;

    public OptionalStore(BackgroundOptions options)
    {
        Store = new(options.TimeProvider, new MemoryBounds(options.OptionalCapacity, options.WhenFull == WhenFull.Drop));
        (_closed, _waits) = (_closing.Token, options.WhenFull == WhenFull.Wait);
    }

    public MemoryJobStore Store { get; }

    /// <summary>Adds events in order. Those that come after its end, or wait for room when it comes, are dropped: nobody would run them.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Ends the wait for room; what was added stays.</param>
    public async ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        using var either = _waits ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed) : null;
        var results = new AddResult[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await AddOneAsync(events[i], either?.Token ?? cancellationToken, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    /// <summary>Takes nothing any more: its workers stop.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose()
    {
        if (!_closed.IsCancellationRequested)
        {
            Close(); // nobody has started, or stopped, what runs listeners
        }

        _closing.Dispose();
    }

    private async ValueTask<AddResult> AddOneAsync(NewEvent added, CancellationToken either, CancellationToken cancellationToken)
    {
        if (!_closed.IsCancellationRequested)
        {
            try
            {
                return (await Store.AddAsync([added], either).ConfigureAwait(false))[0];
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested(); // otherwise the end has come while it waited for room
            }
        }

        return new AddResult(AddOutcome.Dropped, added.Id, 0);
    }
}
