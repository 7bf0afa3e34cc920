namespace Sockeye.EmitRig.Paths;

/// <summary>Sockeye's emitter, by name.</summary>
internal sealed class NamePath(Listener[] listeners, Watching watching = Watching.Nothing)
    : OwnPath($"Sockeye, string{Emitters.Describe(watching)}", listeners)
{
    private readonly EventEmitter _emitter = Emitters.With(listeners, watching);

    protected override void Run(int operations)
    {
        var emitter = _emitter;
        for (var i = 0; i < operations; i++)
        {
            emitter.Emit("number", 1);
        }
    }
}
