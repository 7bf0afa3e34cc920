namespace Demo.Sms;

/// <summary>One change of the circuit.</summary>
/// <param name="State">The state since.</param>
/// <param name="At">When.</param>
/// <param name="Cause">The failure that opened it.</param>
/// <param name="OpenUntil">How long it refuses calls, where it opened.</param>
internal sealed record CircuitNote(string State, DateTimeOffset At, string? Cause, DateTimeOffset? OpenUntil);
