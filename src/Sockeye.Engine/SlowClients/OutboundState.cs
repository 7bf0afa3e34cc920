namespace Sockeye;

/// <summary>How far a client is behind with reading.</summary>
/// <param name="WaitingBytes">How many bytes wait for it, counted as WebSocket frames.</param>
/// <param name="WaitingPackets">How many packets wait, attachments among them.</param>
/// <param name="DroppedPackets">How many were dropped for it since it came, volatile ones among them; an event with its attachments counts once.</param>
public readonly record struct OutboundState(long WaitingBytes, int WaitingPackets, long DroppedPackets);
