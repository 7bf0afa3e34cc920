namespace Sockeye.Events.Patterns.Flow;

/// <summary>The end of a flow: a listener.</summary>
internal sealed class ActionStep<T>(Action<T> listener) : FlowStep<T>
{
    public override Task PassAsync(T value)
    {
        listener(value);
        return Task.CompletedTask;
    }
}
