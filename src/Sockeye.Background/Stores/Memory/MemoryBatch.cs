namespace Sockeye.Background;

/// <summary>A batch in memory.</summary>
internal sealed class MemoryBatch(Guid id, string? completionEvent)
{
    private readonly int[] _ended = new int[Enum.GetValues<JobState>().Length];

    public string? CompletionEvent { get; } = completionEvent;

    public int Total { get; set; }

    /// <summary>Gets or sets how many of its jobs have not been removed.</summary>
    public int Kept { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public BatchStatus Status => new(id, Total, Ended(JobState.Completed), Ended(JobState.Dead), Ended(JobState.Cancelled), Finished);

    public void Count(JobState state, int by) => _ended[(int)state] += by;

    private int Ended(JobState state) => _ended[(int)state];
}
