namespace Sockeye.Engine.WebSockets;

/// <summary>How a WebSocket ended.</summary>
/// <param name="Reason">Why its session closes.</param>
/// <param name="Detail">More about it, for people.</param>
/// <param name="State">What can still be done with the connection.</param>
/// <param name="Code">The status of the closing frame, the client's or ours.</param>
/// <param name="Text">What the client's closing frame says beside it.</param>
internal sealed record ConnectionEnd(
    CloseReason Reason, string? Detail, ConnectionState State, int Code = ClosingStatus.Abnormal, string Text = "");
