namespace Sockeye;

/// <summary>How much an event that is read as a stream keeps until it is read.</summary>
public sealed class EventStreamOptions
{
    /// <summary>Gets or sets how many emissions are kept; 1024 by default, at least 1.</summary>
    public int Capacity { get; set; } = 1024;

    /// <summary>Gets or sets what happens to one more; by default the stream ends with an <see cref="EventOverflowException"/>.</summary>
    public EventOverflow Overflow { get; set; } = EventOverflow.Fail;
}
