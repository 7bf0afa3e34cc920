namespace Sockeye.Server.Draining;

/// <summary>How the time that a host gives its services to stop is divided.</summary>
/// <param name="Window">Over what time clients are sent away.</param>
/// <param name="Longest">How long that may take, with what waits for them; then they are closed, for which the rest of the time is left.</param>
internal readonly record struct ShutdownTimes(TimeSpan Window, TimeSpan Longest)
{
    /// <summary>What is left for closing, at most; of a short time it is a quarter.</summary>
    private static readonly TimeSpan ForClosing = TimeSpan.FromSeconds(5);

    /// <summary>Divides the time.</summary>
    /// <param name="wanted">The window that is asked for. It is shortened where the host's time is too short for it.</param>
    /// <param name="host">The host's time.</param>
    public static ShutdownTimes Of(TimeSpan wanted, TimeSpan host)
    {
        if (host == Timeout.InfiniteTimeSpan)
        {
            return new ShutdownTimes(wanted, Timeout.InfiniteTimeSpan);
        }

        var closing = host / 4 < ForClosing ? host / 4 : ForClosing;
        var longest = host - closing;
        var window = longest - (closing / 2);
        return new ShutdownTimes(wanted < window ? wanted : window, longest);
    }
}
