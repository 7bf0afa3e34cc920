namespace Sockeye.Events.Patterns;

/// <summary>What the patterns need of an emitter beyond its public members.</summary>
internal static class EmitterSeam
{
    /// <summary>Gets the clock that the emitter's options name.</summary>
    public static TimeProvider Clock(this EventEmitter emitter) => emitter.Options.TimeProvider;

    /// <summary>Adds a listener of a kind of its own.</summary>
    public static IDisposable Listen(this EventEmitter emitter, string eventName, EmitterListener listener) =>
        emitter.Add(eventName, listener, once: false, prepend: false, CancellationToken.None);

    /// <summary>Listens to whatever is emitted, with a listener for each event.</summary>
    public static IDisposable ListenToAll(this EventEmitter emitter, Func<string, EmitterListener> listenerTo) =>
        emitter.Core.Listeners.AddCatchAll(listenerTo);

    /// <summary>Gives a task to the emitter, as if it had started it: it waits for its end and tells of its failure.</summary>
    public static void Own(this EventEmitter emitter, Task task, string eventName) => emitter.Core.Tasks.Own(task, eventName);

    /// <summary>Emits with arguments whose number and types are those of another emission.</summary>
    public static void Forward<TArguments>(this EventEmitter emitter, string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        if (eventName == EventEmitter.Error.Name)
        {
            emitter.Core.RunAll(emitter.Core.StepsOf(eventName, arguments), arguments);
            return;
        }

        var plan = emitter.Plans.Find<TArguments>(eventName) ?? emitter.Core.MakePlan<TArguments>(eventName);
        emitter.Core.RunOtherwise(plan, eventName, arguments);
    }
}
