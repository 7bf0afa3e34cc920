namespace Sockeye.Events;

/// <summary>What the delegate that stands for a method of a handler class points to.</summary>
internal sealed class HandlerTarget(string name) : INamedListener
{
    public string Name => name;

    public void Run() => throw new InvalidOperationException($"{name} belongs to a handler class, which is made anew for each emission: emit the event to run it.");
}
