namespace Sockeye;

/// <summary>A part of a list of jobs, which is in the order of their ids.</summary>
public sealed record JobPage
{
    /// <summary>Gets the id after which the page begins, in the list's direction; <see langword="null"/> for the beginning.</summary>
    public long? After { get; init; }

    /// <summary>Gets how many at most, from 1 to 1000; 100 by default.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Gets a value indicating whether those added first come first; by default those added last do.</summary>
    public bool OldestFirst { get; init; }
}
