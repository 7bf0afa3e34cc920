namespace Sockeye.Events;

/// <inheritdoc cref="Plan" />
/// <typeparam name="TArguments">What is emitted.</typeparam>
internal sealed class Plan<TArguments>(Delegate run, ListenerSteps<TArguments> steps, EmissionObserver[]? observers)
    : Plan(steps.EventName, run, observers)
    where TArguments : struct, IArguments<TArguments>
{
    /// <summary>Gets the listeners one by one; none for errors, whose listeners are looked up after the monitors have run.</summary>
    public ListenerSteps<TArguments> Steps { get; } = steps;
}
