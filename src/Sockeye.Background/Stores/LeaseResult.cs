namespace Sockeye.Background;

/// <summary>What a worker got.</summary>
/// <param name="Jobs">The jobs, in the order in which to start them; fewer than asked for where there are no more.</param>
/// <param name="NextDueIn">
/// Where there were fewer than asked for: how long from now until asking again may bring some, as far as the store can tell (a delay or a retry that ends, a
/// lease that lapses, a rate's window that closes). <see langword="null"/> where it knows of nothing. What others add or end is told by the signal.
/// </param>
public sealed record LeaseResult(IReadOnlyList<LeasedJob> Jobs, TimeSpan? NextDueIn)
{
    /// <summary>Gets a result without jobs.</summary>
    public static LeaseResult Nothing { get; } = new([], null);

    /// <summary>Gets the jobs whose leases had lapsed, and which so have changed: they wait again or are cancelled, and some may be among <see cref="Jobs"/>.</summary>
    internal IReadOnlyList<long> TakenBack { get; init; } = [];

    /// <summary>Gets the jobs that have changed, for those who watch them.</summary>
    internal IEnumerable<long> Changed => TakenBack.Concat(Jobs.Select(static job => job.Id));
}
