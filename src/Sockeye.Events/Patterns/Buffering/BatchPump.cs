using System.Runtime.ExceptionServices;

namespace Sockeye.Events.Patterns.Buffering;

/// <summary>Flushes what is due: one loop at a time, on the thread pool, that lives as long as something is due.</summary>
internal sealed class BatchPump<T> : IDisposable
{
    private static readonly AsyncLocal<Loop?> Inside = new();

    private readonly Lock _gate = new();
    private readonly Func<IReadOnlyList<T>, CancellationToken, Task> _flush;
    private readonly EventBatchOptions<T> _options;
    private readonly PendingEvents<T> _pending;
    private readonly FlushWaiters _waiters = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private readonly List<T> _lost = [];
    private Exception? _lostTo;
    private Task _loop = Task.CompletedTask;
    private bool _looping;
    private bool _armed;
    private bool _closing;
    private long _dropped;
    private Exception? _lastFailure;

    public BatchPump(Func<IReadOnlyList<T>, CancellationToken, Task> flush, EventBatchOptions<T> options)
    {
        _flush = flush;
        _options = options.Copy();
        _pending = new PendingEvents<T>(_options);
        _timer = DetachedContext.Run(
            static pump => pump._options.TimeProvider.CreateTimer(
                static pump => ((BatchPump<T>)pump!).OnTimer(), pump, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            this);
    }

    public int Capacity => _options.Capacity;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets what the last flush failed with; null where it succeeded.</summary>
    public Exception? LastFailure => Volatile.Read(ref _lastFailure);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    public Addition Add(T item)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return Addition.Closed;
            }

            if (_pending.Count >= _options.Capacity && !TryMakeRoom(out var instead))
            {
                return instead;
            }

            _pending.Add(item);
            if (!_looping)
            {
                if (_pending.IsFull)
                {
                    StartLoop();
                }
                else if (!_armed)
                {
                    Arm(); // later events only put off what the timer waits for: it looks again when it fires
                }
            }

            return Addition.Taken;
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfInsideFlush();
        Task flushed;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(EventBuffer<T>));
            if (_pending.Count == 0)
            {
                return;
            }

            flushed = _waiters.WaitForAsync(_pending.Last);
            _pending.Insist();
            StartLoopIfDue();
        }

        await flushed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void ThrowIfInsideFlush()
    {
        if (Inside.Value is { Ended: false } loop && loop.Pump == this)
        {
            throw new InvalidOperationException("The flush handler cannot wait for its own buffer to be flushed or disposed.");
        }
    }

    /// <summary>Flushes all there is, for the last time. Called once.</summary>
    public async Task CloseAsync()
    {
        Task loop;
        lock (_gate)
        {
            _closing = true;
            _pending.Insist();
            StartLoopIfDue();
            loop = _loop;
        }

        using (_options.TimeProvider.CreateTimer(static stopping => ((CancellationTokenSource)stopping!).Cancel(), _stopping, _options.DisposeTimeout, Timeout.InfiniteTimeSpan))
        {
            await loop.ConfigureAwait(false);
        }

        Dispose();
        if (_lost.Count > 0)
        {
            throw new UnflushedEventsException([.. _lost.Select(static item => (object?)item)], _lostTo!);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stopping.Dispose();
    }

    private bool TryMakeRoom(out Addition instead)
    {
        instead = _options.Overflow == EventOverflow.Fail ? Addition.Full : Addition.Taken;
        if (_options.Overflow == EventOverflow.Fail)
        {
            return false;
        }

        _dropped++;
        return _options.Overflow == EventOverflow.DropOldest && _pending.TryDropOldest();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armed = false;
            if (!_looping && !_closing && !StartLoopIfDue())
            {
                Arm();
            }
        }
    }

    private void Arm()
    {
        if (_pending.DueIn() is { } dueIn)
        {
            _armed = true;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(dueIn.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        }
    }

    private bool StartLoopIfDue()
    {
        if (!_looping && _pending.IsDue())
        {
            StartLoop();
        }

        return _looping;
    }

    private void StartLoop()
    {
        _looping = true;
        _loop = DetachedContext.Run(static pump => Task.Run(pump.FlushWhatIsDueAsync), this);
    }

    private async Task FlushWhatIsDueAsync()
    {
        var loop = new Loop(this);
        Inside.Value = loop;
        while (Next(out var closing) is { } batch)
        {
            try
            {
                await _flush(batch, _stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Failed(batch, exception, closing);
                continue;
            }

            Succeeded();
        }

        loop.Ended = true;
    }

    private T[]? Next(out bool closing)
    {
        lock (_gate)
        {
            closing = _closing;
            if (_pending.Take() is { } batch)
            {
                return batch;
            }

            _looping = false;
            Arm();
            return null;
        }
    }

    private void Succeeded()
    {
        lock (_gate)
        {
            _pending.Settle();
            Volatile.Write(ref _lastFailure, null);
            _waiters.Succeed(_pending.Settled);
        }
    }

    private void Failed(T[] batch, Exception exception, bool closing)
    {
        FailedBatch<T> failed;
        lock (_gate)
        {
            var givenUp = closing || _pending.Attempts >= _options.MaxAttempts;
            failed = new FailedBatch<T>(batch, exception, _pending.Attempts, givenUp);
            Volatile.Write(ref _lastFailure, exception);
            _waiters.Fail(exception);
            if (givenUp)
            {
                _pending.Settle();
                if (_options.OnFailed is null)
                {
                    _lost.AddRange(batch);
                    _lostTo ??= exception; // not the last failure: a later batch may succeed, which forgets that
                }
            }
            else
            {
                _pending.Keep();
            }

            if (_closing)
            {
                _pending.Insist(); // disposal has begun meanwhile: one last attempt
            }
        }

        try
        {
            _options.OnFailed?.Invoke(failed);
        }
        catch (Exception thrown)
        {
            // Nobody called us who could be told, and keeping it would hide it.
            var information = ExceptionDispatchInfo.Capture(thrown);
            ThreadPool.UnsafeQueueUserWorkItem(static information => information.Throw(), information, preferLocal: false);
        }
    }

    /// <summary>One run of the loop, by which a call from within the handler is told from all others.</summary>
    private sealed class Loop(BatchPump<T> pump)
    {
        public BatchPump<T> Pump { get; } = pump;

        public bool Ended { get; set; }
    }
}
