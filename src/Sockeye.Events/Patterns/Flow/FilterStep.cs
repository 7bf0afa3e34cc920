namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on what a predicate says yes to.</summary>
internal sealed class FilterStep<T>(Func<T, bool> predicate, FlowStep<T> next) : FlowStep<T>
{
    public override Task PassAsync(T value) => predicate(value) ? next.PassAsync(value) : Task.CompletedTask;
}
