namespace Sockeye.Engine;

/// <summary>Ends a session that is closing when its client does not take the rest in time.</summary>
internal sealed class ClosingLimit(IOutboxOwner owner) : WheelTimer
{
    /// <summary>How long the client of a closing session has to take what waits for it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    protected internal override void OnDue() => owner.End(CloseReason.ForcedClose, null);
}
