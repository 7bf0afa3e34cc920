namespace Sockeye.Engine.WebSockets;

/// <summary>How a WebSocket ended.</summary>
/// <param name="Reason">Why its session closes.</param>
/// <param name="Detail">More about it, for people.</param>
/// <param name="IsBroken">Whether the connection is of no more use.</param>
internal sealed record ConnectionEnd(CloseReason Reason, string? Detail, bool IsBroken);
