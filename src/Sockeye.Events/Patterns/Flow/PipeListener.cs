namespace Sockeye.Events.Patterns.Flow;

/// <summary>Emits what it hears on another emitter, with all arguments as they are.</summary>
internal sealed class PipeListener(string from, EventEmitter target, string to) : EmitterListener(new Pipe(() => (target, to)), [], isAsync: false)
{
    // What a list of listeners shows; nothing calls it. A type of its own, which no emission's listeners have.
    private delegate (EventEmitter Target, string EventName) Pipe();

    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        PipeDepth.Enter(from, to);
        try
        {
            target.Forward(to, arguments);
        }
        finally
        {
            PipeDepth.Leave();
        }

        return null;
    }
}
