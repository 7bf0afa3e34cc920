namespace Sockeye.Server.Dispatch;

/// <summary>An event that waits for its turn, with a copy of its arguments.</summary>
internal readonly record struct QueuedEvent(string Name, ulong? AckId, EventArguments Arguments, int Bytes);
