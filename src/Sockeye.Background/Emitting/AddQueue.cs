using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>
/// Lets emits that come while others are being stored share the next step of the store. The flights are its own: it waits for them when it ends, whoever still
/// waits for what is on board. Thread-safe.
/// </summary>
internal sealed partial class AddQueue(DurableAdds adds, BackgroundOptions options, ILogger logger) : IAsyncDisposable
{
    private const int MostInFlight = 4;
    private const int MostAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private int _unheard;
    private bool _isClosed;

    /// <summary>Adds an event. It is stored, or not, whether or not the caller waits to the end.</summary>
    /// <param name="added">The event.</param>
    /// <param name="cancellationToken">Ends the wait alone.</param>
    /// <exception cref="ObjectDisposedException">The application has ended.</exception>
    public Task<AddResult> AddAsync(NewEvent added, CancellationToken cancellationToken)
    {
        var adding = Begin(added);
        return cancellationToken.CanBeCanceled && !adding.IsCompleted ? WaitAsync(adding, added, cancellationToken) : adding;
    }

    /// <summary>Takes no more, and waits for what flies: no longer than emits may take.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            EndIfLast();
        }

        return new ValueTask(_ended.Task);
    }

    private async Task<AddResult> WaitAsync(Task<AddResult> adding, NewEvent added, CancellationToken cancellationToken)
    {
        try
        {
            return await adding.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            var why = adds.WhyItWaits is { } reason ? $" {reason}" : string.Empty;
            lock (_gate)
            {
                _unheard++;
            }

            _ = HearAsync(adding, added); // who ends the queue waits for it
            throw new OperationCanceledException(
                $"The wait for the event '{added.Name}' ({added.Id}) was cancelled before the store had answered; it may be stored nevertheless.{why}", cancelled, cancellationToken);
        }
    }

    // Whoever emitted is gone: nobody else hears of a failure.
    private async Task HearAsync(Task<AddResult> adding, NewEvent added)
    {
        await ((Task)adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (adding.Exception is { } failure)
        {
            Log.Unheard(logger, added.Name, added.Id, failure.InnerException!);
        }

        lock (_gate)
        {
            _unheard--;
            EndIfLast();
        }
    }

    private Task<AddResult> Begin(NewEvent added)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(IBackgroundEvents));
            if (_inFlight == MostInFlight)
            {
                var waiting = new Waiting(added, options.TimeProvider.GetTimestamp());
                _waiting.Enqueue(waiting);
                return waiting.Task;
            }

            _inFlight++;
        }

        return FlyAloneAsync(added);
    }

    // Whoever finds room goes at once, on the caller's own thread as far as it can; who comes meanwhile flies together afterwards.
    private async Task<AddResult> FlyAloneAsync(NewEvent added)
    {
        try
        {
            return (await adds.AddAsync([added], CancellationToken.None).ConfigureAwait(false))[0];
        }
        catch (JobStoreException lost) when (lost.IsTransient)
        {
            GiveUpOverdue(lost);
            throw;
        }
        finally
        {
            _ = FlyAsync(); // it fails for nobody but those on board, and who ends the queue waits for it
        }
    }

    private async Task FlyAsync()
    {
        while (Board() is { Count: > 0 } aboard)
        {
            try
            {
                var results = await adds.AddAsync([.. aboard.Select(static waiting => waiting.Event)], CancellationToken.None).ConfigureAwait(false);
                for (var i = 0; i < aboard.Count; i++)
                {
                    aboard[i].SetResult(results[i]);
                }
            }
            catch (Exception exception)
            {
                aboard.ForEach(waiting => waiting.SetException(exception));
                if (exception is JobStoreException { IsTransient: true } lost)
                {
                    GiveUpOverdue(lost);
                }
            }
        }
    }

    // While the way is lost, flights are long: whoever waits in vain for as long as an emit may take does not wait for more of them.
    private void GiveUpOverdue(JobStoreException lost)
    {
        var overdue = new List<Waiting>();
        lock (_gate)
        {
            while (options.EmitDeadline > TimeSpan.Zero && _waiting.TryPeek(out var first) && options.TimeProvider.GetElapsedTime(first.Since) >= options.EmitDeadline)
            {
                overdue.Add(_waiting.Dequeue());
            }
        }

        overdue.ForEach(waiting => waiting.SetException(new JobStoreException(
            lost.Failure,
            $"The event '{waiting.Event.Name}' ({waiting.Event.Id}) was not stored: it waited behind others for {options.EmitDeadline}. {(lost.InnerException ?? lost).Message}",
            lost)
        {
            IsTransient = true,
        }));
    }

    private List<Waiting> Board()
    {
        var aboard = new List<Waiting>();
        lock (_gate)
        {
            while (aboard.Count < MostAtOnce && _waiting.TryDequeue(out var next))
            {
                aboard.Add(next);
            }

            _inFlight -= aboard.Count == 0 ? 1 : 0;
            EndIfLast();
        }

        return aboard;
    }

    private void EndIfLast()
    {
        if (_isClosed && _inFlight == 0 && _unheard == 0)
        {
            _ended.TrySetResult();
        }
    }

    private sealed class Waiting(NewEvent added, long since) : TaskCompletionSource<AddResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public NewEvent Event => added;

        public long Since => since;
    }
}
