namespace Sockeye;

/// <summary>Who sees whom, and when a user counts as gone.</summary>
public sealed class PresenceOptions
{
    /// <summary>Timers count no further than some weeks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long a user stays online after the last socket has left, so that a reload or a change of networks is not seen.</summary>
    /// <value>The default is 10 seconds; zero is at once, and a day is the longest.</value>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the rule of visibility: whom a socket that has connected may see, such as its user's contacts. The socket is sent how these are, and from then on what
    /// changes. Asked when the connection listeners have been called, and again when the socket's user changes.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: nobody, until <see cref="PresenceTracker.WatchAsync(Socket, IEnumerable{string}, CancellationToken)"/> says so. A
    /// rule that throws shows nobody, and reaches the hook for failing handlers. The token is the socket's: <see cref="Socket.Aborted"/>.
    /// </value>
    public Func<Socket, CancellationToken, Task<IReadOnlyCollection<string>>>? Watches { get; set; }

    /// <summary>
    /// Gets or sets what reads from the application's database when users were last seen of whom this process knows nothing. It is given the users, and answers with
    /// those of whom it knows.
    /// </summary>
    /// <value>The default is <see langword="null"/>: what <see cref="LastSeenCapacity"/> keeps is all. One that throws is reported, and taken as knowing nobody.</value>
    public Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, DateTimeOffset>>>? LoadLastSeen { get; set; }

    /// <summary>Gets or sets of how many users who have gone this process remembers when; beyond, those of whom it was learned first are forgotten.</summary>
    /// <value>The default is 10,000. It must not be negative.</value>
    public int LastSeenCapacity { get; set; } = 10_000;

    /// <summary>Gets or sets how many users one socket may watch.</summary>
    /// <value>The default is 1,000. It must be positive.</value>
    public int MaxWatchedUsers { get; set; } = 1_000;

    /// <summary>Gets or sets how long a state such as <c>away</c> may be, in characters.</summary>
    /// <value>The default is 64. It must be positive.</value>
    public int MaxStateLength { get; set; } = 64;

    /// <summary>Gets or sets how often a node of a cluster tells the others that it is there.</summary>
    /// <value>The default is 5 seconds. It must be positive, less than <see cref="NodeTimeout"/>, and no longer than a day.</value>
    public TimeSpan NodeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a node may be silent until it counts as gone; the grace period of its users begins then.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(GracePeriod, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(GracePeriod, Longest);
        ArgumentOutOfRangeException.ThrowIfNegative(LastSeenCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxWatchedUsers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxStateLength);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(NodeInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NodeInterval, Longest);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(NodeTimeout, NodeInterval);
    }
}
