using Polly;
using Polly.CircuitBreaker;

namespace Sockeye.EmitRig.Paths;

/// <summary>Polly's circuit breaker, closed.</summary>
internal sealed class PollyPath(Listener[] listeners) : OwnPath("Polly", listeners)
{
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();

    protected override void Run(int operations)
    {
        var (pipeline, listener) = (_pipeline, Listeners[0]);
        for (var i = 0; i < operations; i++)
        {
            pipeline.Execute(static listener => listener.Hear(1), listener);
        }
    }
}
