namespace Sockeye;

/// <summary>How far a batch has come.</summary>
/// <param name="Id">The batch.</param>
/// <param name="Total">How many jobs its events became.</param>
/// <param name="Completed">How many of them are completed.</param>
/// <param name="Dead">How many were given up.</param>
/// <param name="Cancelled">How many were cancelled.</param>
/// <param name="Finished">When the last of them ended, and the completion event was added; <see langword="null"/> before.</param>
public sealed record BatchStatus(Guid Id, int Total, int Completed, int Dead, int Cancelled, DateTimeOffset? Finished)
{
    /// <summary>Gets how many have not ended.</summary>
    public int Remaining => Total - Completed - Dead - Cancelled;
}
