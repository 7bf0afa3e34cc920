namespace Sockeye.Background;

/// <summary>Lets emits that come while others are being stored share the next step of the store.</summary>
internal sealed class AddQueue(DurableAdds adds)
{
    private const int MostInFlight = 4;
    private const int MostAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _inFlight;

    public Task<AddResult> AddAsync(NewEvent added)
    {
        var waiting = new Waiting(added);
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (_inFlight == MostInFlight)
            {
                return waiting.Task;
            }

            _inFlight++;
        }

        // Whoever starts a flight does not wait for it: all who are on board do.
        _ = FlyAsync();
        return waiting.Task;
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
            }
        }
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

    private sealed class Waiting(NewEvent added) : TaskCompletionSource<AddResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public NewEvent Event => added;
    }
}
