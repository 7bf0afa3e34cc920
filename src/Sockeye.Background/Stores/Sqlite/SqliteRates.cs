namespace Sockeye.Background;

/// <summary>The windows in which a listener's jobs may be started so often and not oftener.</summary>
internal static class SqliteRates
{
    /// <summary>Counts a start; answers, where it may not take place, when the window closes.</summary>
    public static long? TryUse(SqliteSession session, SqliteListener listener, string? key, long now)
    {
        if (listener.Rate is not { } rate || (rate.IsPerKey && key is null))
        {
            return null;
        }

        var scope = rate.IsPerKey ? key! : string.Empty;
        var statement = session.Prepare("SELECT ends, started FROM sockeye_rates WHERE listener = ?1 AND key = ?2").Bind(1, listener.Id).Bind(2, scope);
        var (ends, started) = statement.Step() ? (statement.Int64(0), statement.Int64(1)) : (0, 0);
        statement.Reset();
        if (now >= ends || ends - now > rate.Window.Ticks) // or the clock was put back
        {
            (ends, started) = (now + rate.Window.Ticks, 0);
        }

        if (started >= rate.Permits)
        {
            return ends;
        }

        session.Prepare("INSERT OR REPLACE INTO sockeye_rates (listener, key, ends, started) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, listener.Id).Bind(2, scope).Bind(3, ends).Bind(4, started + 1).Run();
        return null;
    }
}
