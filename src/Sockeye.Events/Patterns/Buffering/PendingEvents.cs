using System.Diagnostics;

namespace Sockeye.Events.Patterns.Buffering;

/// <summary>
/// What a buffer holds, and when which of it is due. It knows the rules and nothing of threads: its owner calls it under a lock.
/// Events have the numbers 1, 2, 3, … in the order in which they came.
/// </summary>
internal sealed class PendingEvents<T>(EventBatchOptions<T> options)
{
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly Queue<(T Event, long At)> _queue = new();

    // The batch that was taken and not settled yet, or that failed and waits for its next attempt.
    private T[]? _batch;
    private bool _batchFailed;
    private long _failedAt;
    private long _lastAt;
    private long _last;
    private long _dueUpTo;
    private bool _insisted;

    /// <summary>Gets how many events it holds, those that are being flushed included.</summary>
    public int Count => _queue.Count + (_batch?.Length ?? 0);

    /// <summary>Gets whether there is a batch of the largest size, and none out.</summary>
    public bool IsFull => _batch is null && _queue.Count >= options.MaxSize;

    /// <summary>Gets the number of the event that was added last.</summary>
    public long Last => _last;

    /// <summary>Gets the number of the last event that is settled: flushed, dropped or given up.</summary>
    public long Settled => _last - Count;

    /// <summary>Gets how often the present batch was tried.</summary>
    public int Attempts { get; private set; }

    public void Add(T item)
    {
        _lastAt = _time.GetTimestamp();
        _queue.Enqueue((item, _lastAt));
        _last++;
    }

    public bool TryDropOldest() => _queue.TryDequeue(out _);

    /// <summary>Makes everything that is here now due, a failed batch too.</summary>
    public void Insist()
    {
        _dueUpTo = _last;
        _insisted = true;
    }

    public bool IsDue() => _batch is not null ? _batchFailed && (_insisted || RetryIn() <= TimeSpan.Zero) : DueCount() > 0;

    /// <summary>Takes the next batch that is due. It is out until it is settled.</summary>
    public T[]? Take()
    {
        if (!IsDue())
        {
            return null;
        }

        if (_batch is null)
        {
            _batch = new T[DueCount()];
            for (var i = 0; i < _batch.Length; i++)
            {
                _batch[i] = _queue.Dequeue().Event;
            }
        }
        else
        {
            _insisted = false;
        }

        _batchFailed = false;
        Attempts++;
        return _batch;
    }

    /// <summary>The batch that is out has been flushed, or is given up.</summary>
    public void Settle()
    {
        _batch = null;
        _batchFailed = false;
        Attempts = 0;
    }

    /// <summary>The batch that is out has failed: it stays the first, and what it holds stays together.</summary>
    public void Keep()
    {
        _batchFailed = true;
        _failedAt = _time.GetTimestamp();
        _insisted = false;
    }

    /// <summary>Says in how long something becomes due by itself; null where nothing will.</summary>
    public TimeSpan? DueIn()
    {
        if (_batch is not null)
        {
            return _batchFailed ? RetryIn() : null;
        }

        if (!_queue.TryPeek(out var first))
        {
            return null;
        }

        var quiet = options.QuietDelay - _time.GetElapsedTime(_lastAt);
        var longest = options.MaxWait - _time.GetElapsedTime(first.At);
        return quiet is null || longest < quiet ? longest : quiet;
    }

    private TimeSpan RetryIn() => options.RetryDelay - _time.GetElapsedTime(_failedAt);

    private int DueCount()
    {
        Debug.Assert(_batch is null, "One batch is out at a time.");
        if (DueIn() <= TimeSpan.Zero)
        {
            _dueUpTo = _last; // quiet, or waited long enough: all that is here goes, in as many batches as it takes
        }

        var due = (int)Math.Max(0, _dueUpTo - (_last - _queue.Count));
        return options.MaxSize is not { } size ? due : Math.Min(size, _queue.Count >= size ? size : due);
    }
}
