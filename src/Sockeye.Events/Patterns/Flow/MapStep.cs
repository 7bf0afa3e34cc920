namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on what a function makes of a value.</summary>
internal sealed class MapStep<T, TResult>(Func<T, TResult> map, FlowStep<TResult> next) : FlowStep<T>
{
    public override Task PassAsync(T value) => next.PassAsync(map(value));
}
