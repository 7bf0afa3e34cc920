namespace Sockeye.EmitRig.Paths;

/// <summary>Sockeye's circuit breaker, closed.</summary>
internal sealed class BreakerPath(string name, Listener[] listeners, CircuitBreakerOptions options) : OwnPath(name, listeners)
{
    private readonly CircuitBreaker _breaker = new(options);

    protected override void Run(int operations)
    {
        var (breaker, listener) = (_breaker, Listeners[0]);
        for (var i = 0; i < operations; i++)
        {
            breaker.Execute(static listener => listener.Hear(1), listener);
        }
    }
}
