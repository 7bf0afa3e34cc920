namespace Sockeye.Events;

/// <summary>What was registered for one emitter.</summary>
internal sealed class EventHandlerOptions
{
    public List<HandlerMethod> Methods { get; } = [];

    /// <summary>Gets the handler classes without a method that is a listener.</summary>
    public List<Type> Idle { get; } = [];

    public List<EventDeclaration> Events { get; } = [];

    public HandlerScope Scope { get; set; } = HandlerScope.Emission;

    /// <summary>Gets what else is begun together with the emitter and ends with it.</summary>
    public List<Func<IServiceProvider, EventEmitter, IDisposable>> Companions { get; } = [];
}
