namespace Sockeye.Background;

/// <summary>What a process that runs listeners says of itself from time to time.</summary>
/// <param name="Id">Its id, a new one at each start.</param>
/// <param name="Name">The name it is shown by.</param>
/// <param name="Concurrency">How many jobs it runs at a time at most.</param>
/// <param name="Running">How many it runs now.</param>
/// <param name="AliveFor">How long it counts as alive from now, by the store's clock, unless it is heard of again.</param>
public sealed record WorkerReport(Guid Id, string Name, int Concurrency, int Running, TimeSpan AliveFor);
