namespace Sockeye;

/// <summary>Which jobs: those that meet all that is set. One with nothing set means all.</summary>
public sealed record JobFilter
{
    /// <summary>Gets the jobs' ids.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Gets the event's id.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Gets the event's name.</summary>
    public string? EventName { get; init; }

    /// <summary>Gets the listener's name.</summary>
    public string? Listener { get; init; }

    /// <summary>Gets the queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Gets the states, any of them.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>Gets the key.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the unique key.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Gets the batch.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Gets the schedule.</summary>
    public string? Schedule { get; init; }

    /// <summary>Gets the name of the worker that runs it, or ran it last.</summary>
    public string? Worker { get; init; }

    /// <summary>
    /// Gets a text that the payload, as the JSON that was stored, or the last failure's message contains, letter for letter. In JSON, quotation marks, backslashes and
    /// characters beyond U+FFFF (emoji) stand escaped.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Gets the time at or after which it was added.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Gets the time before which it was added.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}
