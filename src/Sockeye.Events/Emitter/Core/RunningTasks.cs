namespace Sockeye.Events;

/// <summary>
/// How many asynchronous listeners run that somebody must wait for. They are counted in rounds: who waits begins a new one, and so waits for what ran
/// before and not for what is started meanwhile, which might go on for ever.
/// </summary>
internal sealed class RunningTasks
{
    private readonly Lock _gate = new();
    private readonly List<Round> _earlier = [];
    private Round _present = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _present.Running + _earlier.Sum(static round => round.Running);
            }
        }
    }

    /// <summary>Counts one that begins.</summary>
    /// <returns>What <see cref="Exit"/> is to get at its end.</returns>
    public Round Enter()
    {
        lock (_gate)
        {
            _present.Running++;
            return _present;
        }
    }

    public void Exit(Round round)
    {
        lock (_gate)
        {
            if (--round.Running > 0 || round == _present)
            {
                return;
            }

            _earlier.Remove(round);
        }

        round.Ended.SetResult();
    }

    /// <summary>Waits until what runs now has ended.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_present.Running > 0)
            {
                _earlier.Add(_present);
                _present = new Round();
            }

            return Task.WhenAll(_earlier.Select(static round => round.Ended.Task));
        }
    }

    internal sealed class Round
    {
        public int Running { get; set; }

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
