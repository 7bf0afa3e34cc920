namespace Sockeye;

/// <summary>
/// How clients that lose their connection come back to where they were: Node's <c>connectionStateRecovery</c>. Limits are for each namespace where nothing
/// else is said, and hold at once; a client that asks for what has gone is given a new session.
/// </summary>
public sealed class RecoveryOptions
{
    /// <summary>Gets or sets how long a client may be away.</summary>
    /// <value>
    /// The default is 2 minutes, as in Node; it must be longer than zero. Packets are kept longer by the time that it takes to notice that a client is
    /// gone (<see cref="Engine.EngineOptions.PingInterval"/> and <see cref="Engine.EngineOptions.PingTimeout"/>).
    /// </value>
    public TimeSpan MaxDisconnectionDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets or sets whether a client that comes back is let in without middleware and without the policies of <c>RequireAuthorization</c>.
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>: a client may have lost its rights while it was away. Node's is true. That the session is its own user's is
    /// checked in either case.
    /// </value>
    public bool SkipMiddleware { get; set; }

    /// <summary>Gets or sets how many packets are kept, attachments counted apart.</summary>
    /// <value>The default is 10,000; it must be at least 1 and at most <see cref="Engine.EngineOptions.OutboundBufferPackets"/>, since a client is sent what it missed at once.</value>
    public int MaxPackets { get; set; } = 10_000;

    /// <summary>Gets or sets how many bytes of packets are kept.</summary>
    /// <value>The default is 8 MiB; it must be at least 1 and at most <see cref="Engine.EngineOptions.OutboundBufferBytes"/>.</value>
    public long MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets how many sessions are kept whose clients are away. Past it the one that left first has expired.</summary>
    /// <value>The default is 10,000; it must be at least 1.</value>
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many sessions are kept in all namespaces of the server together, of which clients can make many where there are dynamic ones. Past it the ones
    /// that left first in the namespace that keeps most have expired: one that keeps little loses nothing to another.
    /// </summary>
    /// <value>The default is 50,000; it must be at least 1.</value>
    public int MaxServerSessions { get; set; } = 50_000;

    /// <summary>
    /// Gets or sets how many bytes of packets are kept in all namespaces of the server together. Past it the oldest packets of the namespace
    /// that keeps most go: one that keeps little loses nothing to another.
    /// </summary>
    /// <value>The default is 64 MiB; it must be at least 1.</value>
    public long MaxServerBytes { get; set; } = 64 * 1024 * 1024;
}
