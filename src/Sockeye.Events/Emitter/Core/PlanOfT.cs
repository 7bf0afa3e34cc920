namespace Sockeye.Events;

/// <inheritdoc cref="Plan" />
/// <typeparam name="TArguments">What is emitted.</typeparam>
internal sealed class Plan<TArguments>(string eventName, Delegate run, ListenerSteps<TArguments> steps) : Plan(eventName, run)
    where TArguments : struct, IArguments<TArguments>
{
    /// <summary>Gets the listeners one by one.</summary>
    public ListenerSteps<TArguments> Steps { get; } = steps;
}
