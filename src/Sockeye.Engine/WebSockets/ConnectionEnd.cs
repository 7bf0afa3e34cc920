namespace Sockeye.Engine.WebSockets;

/// <summary>How a WebSocket ended.</summary>
/// <param name="Reason">Why its session closes.</param>
/// <param name="Detail">More about it, for people.</param>
/// <param name="State">What can still be done with the connection.</param>
internal sealed record ConnectionEnd(CloseReason Reason, string? Detail, ConnectionState State);
