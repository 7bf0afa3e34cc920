namespace Sockeye.Background;

/// <summary>What a worker is woken up for.</summary>
[Flags]
public enum WakeUps
{
    /// <summary>Nothing: time has run out.</summary>
    None = 0,

    /// <summary>There may be work: something was added, replayed, resumed, handed back, or has ended and so let others of its key start.</summary>
    Work = 1,

    /// <summary>The cancellation of something that runs was requested: renewing tells of which.</summary>
    Cancellation = 2,

    /// <summary>Schedules have changed.</summary>
    Schedules = 4,

    /// <summary>Jobs may have changed, it is not known which: who watches one looks. Where it is known, see <see cref="JobSignal.RaiseChanged"/>.</summary>
    Jobs = 8,
}
