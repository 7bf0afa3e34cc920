namespace Sockeye.Engine.Draining;

/// <summary>Sends the sessions of an engine away, evenly over a time.</summary>
/// <param name="server">Whose.</param>
/// <param name="window">Over what time.</param>
internal sealed class Drain(EngineServer server, TimeSpan window)
{
    /// <summary>How often the loop looks at the clock, at most.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>How often sessions are asked again that could not go when it was their turn.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time = server.Clock.Time;
    private List<EngineSession> _notReady = [];

    /// <summary>Asks each session to go when it is its turn; ends when all have been asked, or are gone.</summary>
    /// <param name="gone">Completes when the last session has ended.</param>
    /// <param name="cancellationToken">Ends it before.</param>
    public async Task RunAsync(Task gone, CancellationToken cancellationToken)
    {
        var sessions = server.Sessions.ToArray();
        Random.Shared.Shuffle(sessions); // those that came at the same time do not go at the same time
        var started = _time.GetTimestamp();
        var asked = TimeSpan.Zero;
        var next = 0;
        while (!gone.IsCompleted)
        {
            var elapsed = _time.GetElapsedTime(started);
            if (elapsed - asked >= AskAgain)
            {
                asked = elapsed;
                AskThoseNotReady();
            }

            for (var due = DueBy(elapsed, sessions.Length); next < due; next++)
            {
                Ask(sessions[next]);
            }

            if (elapsed >= window || (next == sessions.Length && _notReady.Count == 0))
            {
                break;
            }

            await gone.WaitAsync(UntilNext(elapsed, next, sessions.Length), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // that time is over is what it mostly waits for
            cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var session in server.Sessions)
        {
            session.TryLeave(isFinal: true);
        }
    }

    /// <summary>How many are to have been asked by then: the first at once, the last one step before the end.</summary>
    private int DueBy(TimeSpan elapsed, int count) =>
        elapsed >= window ? count : Math.Min(count, (int)(elapsed / window * count) + 1);

    private TimeSpan UntilNext(TimeSpan elapsed, int next, int count)
    {
        var until = next < count ? window * ((double)next / count) - elapsed : window - elapsed;
        var longest = _notReady.Count > 0 && until > AskAgain ? AskAgain : until;
        return longest < Step ? Step : longest;
    }

    private void AskThoseNotReady()
    {
        var again = _notReady;
        _notReady = [];
        again.ForEach(Ask);
    }

    private void Ask(EngineSession session)
    {
        if (!session.TryLeave(isFinal: false))
        {
            _notReady.Add(session); // it is asked again, and goes at the end of the time at the latest
        }
    }
}
