namespace Sockeye.Adapters.Recovery;

/// <summary>How much somebody keeps, and since when.</summary>
/// <param name="Size">How much.</param>
/// <param name="Oldest">The clock's timestamp of what is oldest in it; 0 where there is nothing.</param>
internal readonly record struct KeptAmount(long Size, long Oldest);
