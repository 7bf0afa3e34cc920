namespace Sockeye.Background;

/// <summary>
/// Knows whether somebody on another node watches jobs, so that only then each change costs a notification; and lets others know, again and again, as long as
/// somebody does here. Thread-safe.
/// </summary>
/// <remarks>A node may begin to listen after the others have said that they watch: so each asks when it does, and again whenever it was deaf.</remarks>
internal sealed class PostgresWatching : IAsyncDisposable
{
    /// <summary>Says that somebody watches jobs on the node that tells; beside the numbers of <see cref="WakeUps"/>.</summary>
    public const int Here = 1 << 16;

    /// <summary>Asks who watches jobs.</summary>
    public const int Asking = 1 << 17;

    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WatchedFor = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly JobSignal _signal;
    private readonly TimeProvider _time;
    private readonly Action<int> _tell;
    private readonly ITimer _again;
    private bool _isAnnouncing;
    private long _watchedUntil = long.MinValue / 2; // as long as somebody elsewhere watches jobs, as far as is known

    public PostgresWatching(JobSignal signal, TimeProvider time, Action<int> tell)
    {
        (_signal, _time, _tell) = (signal, time, tell);
        _again = time.CreateTimer(static self => ((PostgresWatching)self!).Announce(isAgain: true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        signal.Watching = () => Announce(isAgain: false);
    }

    /// <summary>Gets a value indicating whether somebody elsewhere watches jobs.</summary>
    public bool IsElsewhere => _time.GetTimestamp() < Interlocked.Read(ref _watchedUntil);

    /// <summary>Gives what to tell others now that this node hears them.</summary>
    public int WhenHeard() => _signal.IsWatched ? Asking | Here : Asking;

    /// <summary>Hears what another node says.</summary>
    public void Hear(int kinds)
    {
        var now = _time.GetTimestamp();
        if ((kinds & Here) != 0 && Interlocked.Exchange(ref _watchedUntil, now + (long)(WatchedFor.TotalSeconds * _time.TimestampFrequency)) <= now)
        {
            _tell((int)WakeUps.Jobs); // what has changed here after they began to watch and before this was known
        }

        if ((kinds & Asking) != 0 && _signal.IsWatched)
        {
            _tell(Here);
        }
    }

    public ValueTask DisposeAsync() => _again.DisposeAsync();

    private void Announce(bool isAgain)
    {
        lock (_gate)
        {
            if (!isAgain && _isAnnouncing)
            {
                return;
            }

            _isAnnouncing = _signal.IsWatched;
            if (!_isAnnouncing)
            {
                return; // who begins to watch after this look comes here by themselves
            }

            _again.Change(AnnounceEvery, Timeout.InfiniteTimeSpan);
        }

        _tell(Here);
    }
}
