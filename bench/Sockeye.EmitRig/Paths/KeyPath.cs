namespace Sockeye.EmitRig.Paths;

/// <summary>Sockeye's emitter, by a typed key.</summary>
internal sealed class KeyPath(Listener[] listeners, Watching watching = Watching.Nothing)
    : OwnPath($"Sockeye, typed key{Emitters.Describe(watching)}", listeners)
{
    private readonly EventEmitter _emitter = Emitters.With(listeners, watching);

    protected override void Run(int operations)
    {
        var emitter = _emitter;
        for (var i = 0; i < operations; i++)
        {
            emitter.Emit(Emitters.Number, 1);
        }
    }
}
