namespace Sockeye.Server.Presence;

/// <summary>What one node knows of a user: the whole of the cluster is the sum of these.</summary>
/// <param name="Devices">How many sockets are connected there; none in the grace period.</param>
/// <param name="Active">How many of them have no state of their own, such as <c>away</c>.</param>
/// <param name="DeviceState">The state that one of the others was given last.</param>
/// <param name="DeviceStateAt">When that was, in milliseconds of the Unix era.</param>
/// <param name="State">The state that the user was given as a whole on that node; null where none, or where it was taken away.</param>
/// <param name="StateAt">When that was; 0 where it never was.</param>
/// <param name="LeftAt">When the last socket left, where none is connected.</param>
internal sealed record NodeUser(int Devices, int Active, string? DeviceState, long DeviceStateAt, string? State, long StateAt, long LeftAt);
