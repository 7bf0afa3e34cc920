namespace Sockeye.Events.Patterns.Flow;

/// <summary>Attaches a step to what comes before it, up to the emitter; whatever it attaches goes with the subscription.</summary>
internal delegate void FlowSource<T>(FlowStep<T> step, FlowSubscription subscription);
