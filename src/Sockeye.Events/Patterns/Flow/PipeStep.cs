namespace Sockeye.Events.Patterns.Flow;

/// <summary>The end of a flow: another emitter.</summary>
internal sealed class PipeStep<T>(string from, EventEmitter target, string to) : FlowStep<T>
{
    public override Task PassAsync(T value)
    {
        PipeDepth.Enter(from, to);
        try
        {
            target.Emit(to, value);
        }
        finally
        {
            PipeDepth.Leave();
        }

        return Task.CompletedTask;
    }
}
