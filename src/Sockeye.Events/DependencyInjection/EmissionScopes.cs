using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Events;

/// <summary>
/// Gives each emission of a handled event one scope. A listener is not told which emission runs it, but the emission announces it on the same thread, right
/// before it runs.
/// </summary>
internal sealed class EmissionScopes(IServiceScopeFactory factory, IEnumerable<string> eventNames) : EmissionObserver
{
    [ThreadStatic]
    private static EmissionScope? _next;

    private readonly HashSet<string> _eventNames = new(eventNames, StringComparer.Ordinal);

    public override bool IsOn => true;

    /// <summary>Takes the scope of the emission that runs the calling listener, counting it as a user.</summary>
    public static EmissionScope? EnterNext()
    {
        var next = _next;
        _next = null;
        return next?.Enter();
    }

    public override bool IsInterestedIn(string eventName) => _eventNames.Contains(eventName);

    public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount) =>
        listenerCount == 0 ? null : new Emission(emitter, eventName, new EmissionScope(factory).Enter());

    private sealed class Emission(EventEmitter emitter, string eventName, EmissionScope scope) : EmissionObservation
    {
        public override void ListenerStarting(Delegate listener, int index) => _next = listener.Target is HandlerTarget ? scope : null;

        // The services may take their time to go; the emitter waits for them as for its listeners.
        public override void Ended(TimeSpan duration, Exception? failure) => emitter.Core.Tasks.Own(scope.ExitAsync(), eventName);
    }
}
