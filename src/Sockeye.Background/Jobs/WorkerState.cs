namespace Sockeye;

/// <summary>A process that runs listeners, as the store has heard of it.</summary>
/// <param name="Id">Its id, a new one at each start.</param>
/// <param name="Name">The name it is shown by: see <see cref="BackgroundOptions.WorkerName"/>. It is the one that its jobs name.</param>
/// <param name="Started">When it was first heard of, by the store's clock.</param>
/// <param name="Seen">When it was last heard of, by the store's clock.</param>
/// <param name="IsAlive">Whether it was heard of in time. One that is not was killed, hangs, or cannot reach the store: others take over what it ran.</param>
/// <param name="Concurrency">How many jobs it runs at a time at most.</param>
/// <param name="Running">How many it ran when it was last heard of.</param>
public sealed record WorkerState(Guid Id, string Name, DateTimeOffset Started, DateTimeOffset Seen, bool IsAlive, int Concurrency, int Running);
