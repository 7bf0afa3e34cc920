namespace Sockeye.Events.Patterns.Flow;

/// <summary>One step of a flow that somebody listens to: it takes a value, and passes on what it makes of it.</summary>
/// <typeparam name="T">What the step takes.</typeparam>
internal abstract class FlowStep<T>
{
    /// <summary>Takes a value.</summary>
    /// <returns>What is to be awaited until an asynchronous listener at the end has dealt with it; complete where there is none.</returns>
    public abstract Task PassAsync(T value);
}
