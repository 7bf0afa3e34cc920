namespace Sockeye;

/// <summary>How an event is emitted.</summary>
public sealed record BackgroundEmitOptions
{
    /// <summary>Gets how long its jobs wait before they start. The default is not at all; it must not be negative.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets the time before which its jobs do not start; <see langword="null"/>, the default, for none. Together with a delay the later counts.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Gets the priority: jobs of a higher one start first. 0 by default.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Gets the key of which there is one event of this name: emitting a second stores nothing and answers with the first one's id. <see langword="null"/>,
    /// the default, for none. At most 500 characters.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Gets how long the unique key is held after the emit; <see langword="null"/>, the default, for as long as the store keeps the event.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>
    /// Gets the key within which the jobs of one listener keep the order of emitting: the next starts when the former is completed or given up.
    /// <see langword="null"/>, the default, for none. At most 500 characters.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Gets a value indicating whether the emit returns only when the event survives the end of this process. <see langword="true"/> by default; otherwise
    /// it is kept in this process's memory, for its own listeners, within bounds, and when these stop it is <see cref="EmitOutcome.Dropped"/>.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Gets what becomes of the event where no listener is known for it; <see langword="null"/>, the default, for what the application's options say.</summary>
    public UnknownEventPolicy? IfUnknown { get; init; }
}
