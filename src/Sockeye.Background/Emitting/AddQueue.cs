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
        lock (_gate)
        {
            if (_inFlight == MostInFlight)
            {
                var waiting = new Waiting(added);
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
