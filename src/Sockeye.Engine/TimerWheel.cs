using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sockeye.Engine;

/// <summary>
/// One clock for everything that must happen later: heartbeats, handshake limits, acknowledgement time-outs. A hashed wheel with
/// ticks of 10 milliseconds on one timer of the <see cref="TimeProvider"/>, which stands still while nothing is scheduled.
/// </summary>
/// <remarks>Safe for use from many threads. Scheduling allocates nothing. A timer never fires early, and at most about two ticks late.</remarks>
public sealed partial class TimerWheel : IDisposable
{
    private const int SlotCount = 4096;

    /// <summary>Nothing is due later than in some thousand years, so that times can be added.</summary>
    private const long Longest = long.MaxValue / 4;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly long _origin;
    private readonly ITimer _timer;

    private long _currentTick;
    private int _count;
    private bool _turning;
    private bool _running;
    private bool _disposed;

    /// <summary>Makes a wheel that turns with the given clock.</summary>
    /// <param name="time">The clock.</param>
    public TimerWheel(TimeProvider time)
        : this(time, NullLogger.Instance)
    {
    }

    internal TimerWheel(TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
        using (ExecutionContext.SuppressFlow()) // the timer must not keep alive what the first user of the wheel had around it
        {
            _timer = time.CreateTimer(static wheel => ((TimerWheel)wheel!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gets how many timers are scheduled.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Schedules a timer, or moves it if it is scheduled already. Does nothing once the wheel is disposed.</summary>
    /// <param name="timer">The timer. It belongs to one wheel at a time.</param>
    /// <param name="dueIn">How long from now; zero or less means at the next tick.</param>
    /// <exception cref="InvalidOperationException">The timer is scheduled on another wheel.</exception>
    public void Schedule(WheelTimer timer, TimeSpan dueIn) => Schedule(timer, dueIn, onlyEarlier: false);

    /// <summary>Schedules a timer, unless it is due earlier already.</summary>
    internal void ScheduleNoLater(WheelTimer timer, TimeSpan dueIn) => Schedule(timer, dueIn, onlyEarlier: true);

    /// <summary>Takes a timer off the wheel. Does nothing where it is not scheduled.</summary>
    /// <param name="timer">The timer.</param>
    public void Cancel(WheelTimer timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        lock (_gate)
        {
            if (timer.Wheel == this)
            {
                Remove(timer);
            }
        }
    }

    /// <summary>Stops the wheel for good. What is scheduled never becomes due.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _running = false;
        }

        _timer.Dispose();
    }

    private static long TickOf(long ticks) => (ticks + Tick.Ticks - 1) / Tick.Ticks;

    private void Schedule(WheelTimer timer, TimeSpan dueIn, bool onlyEarlier)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var due = _time.GetElapsedTime(_origin).Ticks + Math.Clamp(dueIn.Ticks, 0, Longest);
        lock (_gate)
        {
            if (timer.Wheel is { } wheel && wheel != this)
            {
                throw new InvalidOperationException("The timer is scheduled on another wheel: cancel it there first.");
            }

            if (_disposed || (onlyEarlier && timer.Wheel is not null && timer.DueTick <= TickOf(due)))
            {
                return;
            }

            Remove(timer);
            if (_count == 0 && !_turning)
            {
                // The wheel stood still: nothing lies in the slots that it did not pass.
                _currentTick = Math.Max(_currentTick, NowTick());
            }

            timer.DueTick = Math.Max(_currentTick + 1, TickOf(due));
            Insert(timer);
            if (!_running)
            {
                _running = true;
                _timer.Change(Tick, Tick);
            }
        }
    }

    private long NowTick() => _time.GetElapsedTime(_origin).Ticks / Tick.Ticks;

    private void Turn()
    {
        lock (_gate)
        {
            if (_turning || _disposed)
            {
                return; // a turn that takes longer than a tick catches up by itself
            }

            _turning = true;
        }

        while (TakeDue() is { } timer)
        {
            try
            {
                timer.OnDue();
            }
            catch (Exception exception)
            {
                Log.TimerFailed(_logger, timer.GetType().Name, exception); // one that fails must not stop the rest
            }
        }
    }

    /// <summary>Moves the wheel to the first timer that is due and takes it off; ends the turn when there is none.</summary>
    private WheelTimer? TakeDue()
    {
        lock (_gate)
        {
            var now = NowTick();
            while (!_disposed && _count > 0)
            {
                for (var timer = _slots[_currentTick % SlotCount]; timer is not null; timer = timer.NextInSlot)
                {
                    if (timer.DueTick <= _currentTick)
                    {
                        Remove(timer);
                        return timer;
                    }
                }

                if (_currentTick >= now)
                {
                    break;
                }

                _currentTick++;
            }

            _turning = false;
            if (_count == 0 && _running)
            {
                _running = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            return null;
        }
    }

    private void Insert(WheelTimer timer)
    {
        ref var slot = ref _slots[timer.DueTick % SlotCount];
        timer.Wheel = this;
        timer.PreviousInSlot = null;
        timer.NextInSlot = slot;
        if (slot is not null)
        {
            slot.PreviousInSlot = timer;
        }

        slot = timer;
        _count++;
    }

    private void Remove(WheelTimer timer)
    {
        if (timer.Wheel is null)
        {
            return;
        }

        if (timer.PreviousInSlot is { } previous)
        {
            previous.NextInSlot = timer.NextInSlot;
        }
        else
        {
            _slots[timer.DueTick % SlotCount] = timer.NextInSlot;
        }

        if (timer.NextInSlot is { } next)
        {
            next.PreviousInSlot = timer.PreviousInSlot;
        }

        timer.Wheel = null;
        timer.NextInSlot = timer.PreviousInSlot = null;
        _count--;
    }
}
