using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>A clock that goes on by itself, as clients need it that connect and upgrade, until the test takes it over.</summary>
internal sealed class FlowingTime : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private readonly ManualTimeProvider _time = new();
    private readonly PeriodicTimer _steps = new(Step);
    private readonly Task _flowing;
    private bool _isTaken;

    public FlowingTime() => _flowing = FlowAsync();

    /// <summary>Gets the clock for a server.</summary>
    public TimeProvider Provider => _time;

    /// <summary>Lets the clock jump, and go on from there.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _time.Advance(by);
        }
    }

    /// <summary>Stops the clock.</summary>
    /// <returns>The clock, which only the test moves from now on.</returns>
    public ManualTimeProvider Take()
    {
        lock (_gate)
        {
            _isTaken = true;
            return _time;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _steps.Dispose();
        await _flowing.DefaultTimeout();
    }

    private async Task FlowAsync()
    {
        while (await _steps.WaitForNextTickAsync(CancellationToken.None))
        {
            lock (_gate)
            {
                if (!_isTaken)
                {
                    _time.Advance(Step);
                }
            }
        }
    }
}
