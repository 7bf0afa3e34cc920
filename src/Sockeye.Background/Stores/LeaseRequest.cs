namespace Sockeye.Background;

/// <summary>What a worker has room for.</summary>
/// <param name="Worker">The worker's name, for people to read.</param>
/// <param name="Listeners">The listeners it hosts and has room for.</param>
/// <param name="Limit">How many jobs at most in all.</param>
/// <param name="Duration">How long the leases last, by the store's clock.</param>
public sealed record LeaseRequest(string Worker, IReadOnlyList<ListenerSlots> Listeners, int Limit, TimeSpan Duration);
