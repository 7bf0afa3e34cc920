namespace Sockeye.Events.Patterns.Flow;

/// <summary>The end of a flow: an asynchronous listener.</summary>
internal sealed class FuncStep<T>(Func<T, Task> listener) : FlowStep<T>
{
    public override Task PassAsync(T value) => listener(value);
}
