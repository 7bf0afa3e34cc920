using BenchmarkDotNet.Attributes;
using Polly;
using Polly.CircuitBreaker;

namespace Sockeye.Benchmarks;

/// <summary>What a call costs that succeeds while the circuit is closed: ours by consecutive failures, ours by failure ratio, and Polly's own pipeline.</summary>
[MemoryDiagnoser]
public class CircuitBreakerBenchmarks
{
    private static readonly Action<CircuitBreakerBenchmarks> Operation = static state => state._calls++;
    private static readonly Func<CircuitBreakerBenchmarks, int> Function = static state => ++state._calls;
    private static readonly Func<CancellationToken, Task> Later = static _ => Task.CompletedTask;
    private static readonly Func<CancellationToken, ValueTask> LaterForPolly = static _ => default;

    private readonly CircuitBreaker _consecutive = new();
    private readonly CircuitBreaker _ratio = new(new CircuitBreakerOptions { FailureRatio = new FailureRatioOptions() });
    private readonly ResiliencePipeline _polly = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
    private int _calls;

    [Benchmark(Baseline = true)]
    public void Polly() => _polly.Execute(Operation, this);

    [Benchmark]
    public void Consecutive() => _consecutive.Execute(Operation, this);

    [Benchmark]
    public void Ratio() => _ratio.Execute(Operation, this);

    [Benchmark]
    public int PollyResult() => _polly.Execute(Function, this);

    [Benchmark]
    public int ConsecutiveResult() => _consecutive.Execute(Function, this);

    [Benchmark]
    public int RatioResult() => _ratio.Execute(Function, this);

    [Benchmark]
    public ValueTask PollyAsync() => _polly.ExecuteAsync(LaterForPolly, CancellationToken.None);

    [Benchmark]
    public ValueTask ConsecutiveAsync() => _consecutive.ExecuteAsync(Later, CancellationToken.None);

    [Benchmark]
    public ValueTask RatioAsync() => _ratio.ExecuteAsync(Later, CancellationToken.None);
}
