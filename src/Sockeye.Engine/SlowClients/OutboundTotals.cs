namespace Sockeye;

/// <summary>How far the clients of a server are behind with reading, all of them together.</summary>
/// <param name="WaitingBytes">How many bytes wait for clients now, counted as WebSocket frames.</param>
/// <param name="WaitingPackets">How many packets wait now, attachments among them.</param>
/// <param name="DroppedPackets">How many were dropped since the server began, volatile ones among them; an event with its attachments counts once.</param>
/// <param name="SlowClients">How many clients were closed since then because they did not read.</param>
public readonly record struct OutboundTotals(long WaitingBytes, long WaitingPackets, long DroppedPackets, long SlowClients);
