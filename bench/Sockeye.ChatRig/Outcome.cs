namespace Sockeye.ChatRig;

/// <summary>Whether all that was sent came, once.</summary>
/// <param name="Wrong">What the clients miss or have too much of.</param>
/// <param name="Stored">How many messages the database has of this run.</param>
/// <param name="Failures">Why connections ended.</param>
/// <param name="Strangers">How many clients did not see all their contacts online.</param>
internal sealed record Outcome((int Unacknowledged, int Missing, int Doubled) Wrong, int Stored, IReadOnlyList<string> Failures, int Strangers);
