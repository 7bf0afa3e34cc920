namespace Sockeye.Background;

/// <summary>Lets emits that come while others are being stored share the next step of the store.</summary>
internal sealed class AddQueue(DurableAdds adds, BackgroundOptions options)
{
    private const int MostInFlight = 4;
    private const int MostAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _inFlight;

    public Task<AddResult> AddAsync(NewEvent added)
    {
        lock (_gate)
        {
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
            _ = FlyAsync(); // nobody waits for it: all who are on board do
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
        }

        return aboard;
    }

    private sealed class Waiting(NewEvent added, long since) : TaskCompletionSource<AddResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public NewEvent Event => added;

        public long Since => since;
    }
}
