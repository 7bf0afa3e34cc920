using Microsoft.Extensions.Logging.Abstractions;

namespace Sockeye.EmitRig.Paths;

/// <summary>Makes the emitters that are measured.</summary>
internal static class Emitters
{
    public static readonly EventKey<int> Number = new("number");

    public static string Describe(Watching watching) => watching switch
    {
        Watching.Instrumented => ", instrumented, off",
        Watching.Traced => ", instrumented and traced, off",
        _ => "",
    };

    public static EventEmitter With(Listener[] listeners, Watching watching)
    {
        var emitter = new EventEmitter();
        foreach (var listener in listeners)
        {
            emitter.On(Number, listener.Hear);
        }

        // An emitter has more events than one.
        for (var i = 0; i < 8; i++)
        {
            var other = new EventKey<int>($"other {i}");
            var unheard = new Listener();
            emitter.On(other, unheard.Hear);
            emitter.Emit(other, 1);
        }

        if (watching != Watching.Nothing)
        {
            emitter.Instrument();
            _ = new ListenerMonitor(emitter);
        }

        if (watching == Watching.Traced)
        {
            emitter.TraceAll(NullLogger.Instance);
        }

        return emitter;
    }
}
