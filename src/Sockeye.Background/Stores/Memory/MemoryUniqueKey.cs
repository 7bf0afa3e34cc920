namespace Sockeye.Background;

/// <summary>Who holds a unique key, and until when; <see langword="null"/> for as long as the event is there.</summary>
internal readonly record struct MemoryUniqueKey(Guid EventId, DateTimeOffset? Until);
