namespace Sockeye.Engine;

/// <summary>Something that becomes due once: an entry of a <see cref="TimerWheel"/>, which needs no memory beyond this object.</summary>
public abstract class WheelTimer
{
    /// <summary>The entry after this one in its slot. Guarded by the wheel's gate, like all that follows.</summary>
    internal WheelTimer? NextInSlot { get; set; }

    internal WheelTimer? PreviousInSlot { get; set; }

    internal long DueTick { get; set; }

    internal TimerWheel? Wheel { get; set; }

    /// <summary>
    /// Called when the time has come, on the wheel's thread and outside its gate: it must be short and must not block. It may schedule the timer
    /// again. It can still be running, or just be starting, while another thread cancels or moves the timer.
    /// </summary>
    protected internal abstract void OnDue();
}
