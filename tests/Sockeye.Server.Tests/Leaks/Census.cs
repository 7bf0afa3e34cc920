namespace Sockeye.Server.Tests.Leaks;

/// <summary>What a server holds.</summary>
internal sealed record Census(int Sessions, int Connections, int Namespaces, int Members, int Rooms, int Timers, int ReachableSockets, long HeapBytes);
