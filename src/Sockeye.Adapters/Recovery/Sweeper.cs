namespace Sockeye.Adapters.Recovery;

/// <summary>Calls something now and then while there is something to look after; stands still otherwise.</summary>
internal sealed class Sweeper : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly ITimer _timer;
    private readonly TimeSpan _period;
    private bool _runs;

    /// <param name="time">The clock.</param>
    /// <param name="duration">How long what is looked after may last: it is looked at several times within.</param>
    /// <param name="sweep">What is called.</param>
    public Sweeper(TimeProvider time, TimeSpan duration, Action sweep)
    {
        _period = duration / 8 < Shortest ? Shortest : duration / 8 > Longest ? Longest : duration / 8;
        using (ExecutionContext.SuppressFlow()) // the timer must not keep alive what the first socket had around it
        {
            _timer = time.CreateTimer(static state => ((Action)state!)(), sweep, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Starts, where it rests. Under the lock of whoever owns it, as is <see cref="Rest"/>.</summary>
    public void Start()
    {
        if (!_runs)
        {
            _runs = true;
            _timer.Change(_period, _period);
        }
    }

    public void Rest()
    {
        _runs = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
