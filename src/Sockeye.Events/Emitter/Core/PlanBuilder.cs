namespace Sockeye.Events;

/// <summary>Makes plans: the listeners of an event as one action.</summary>
internal static class PlanBuilder
{
    public static Plan<TArguments> For<TArguments>(EmitterCore core, ListenerSteps<TArguments> steps, EmissionObserver[]? observers)
        where TArguments : struct, IArguments<TArguments>
    {
        var parts = new List<Delegate>(steps.Count + 1);
        var exact = default(TArguments).ActionType;
        if (steps.DependsOnValues)
        {
            parts.Add(Adapt<TArguments>((in arguments) =>
            {
                steps.Check(arguments);
                return null;
            }));
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var listener = steps[i].Listener;
            parts.Add(steps[i].IsOnce || listener.Delegate.GetType() != exact ? Step(core, steps, i) : listener.Delegate);
        }

        return new(parts.Count == 1 ? parts[0] : Delegate.Combine([.. parts])!, steps, observers);
    }

    /// <summary>Errors are planned anew each time: whoever monitors them may change who listens.</summary>
    public static Plan<TArguments> ForErrors<TArguments>(EmitterCore core)
        where TArguments : struct, IArguments<TArguments>
    {
        var run = Adapt<TArguments>((in arguments) =>
        {
            core.RunAll(core.StepsOf(EventEmitter.Error.Name, arguments), arguments);
            return null;
        });
        return new(run, new ListenerSteps<TArguments>(EventEmitter.Error.Name, []), observers: null);
    }

    private static Delegate Step<TArguments>(EmitterCore core, ListenerSteps<TArguments> steps, int index)
        where TArguments : struct, IArguments<TArguments>
    {
        return Adapt<TArguments>((in arguments) =>
        {
            core.Tasks.Own(steps.Run(index, arguments), steps.EventName);
            return null;
        });
    }

    private static Delegate Adapt<TArguments>(Invocation<TArguments> invocation)
        where TArguments : struct, IArguments<TArguments> =>
        default(TArguments).Adapt(invocation);
}
