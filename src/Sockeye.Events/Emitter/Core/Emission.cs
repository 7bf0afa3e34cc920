using System.Runtime.ExceptionServices;

namespace Sockeye.Events;

/// <summary>The ways of emitting in which one listener's failure does not keep the rest from running.</summary>
internal static class Emission
{
    public static bool SafeEmit<TArguments>(this EmitterCore core, string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var steps = core.StepsOf(eventName, arguments);
        var watch = core.Watch(eventName, arguments, steps.Count);
        List<Exception>? left = null;
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                core.Tasks.Own(Run(watch, steps, i, arguments), eventName);
            }
            catch (Exception exception)
            {
                if (core.Tasks.Report(exception, eventName) is { } unheard)
                {
                    (left ??= []).Add(unheard);
                }
            }
        }

        var failure = left switch
        {
            null => null,
            [var only] => only,
            _ => new AggregateException($"Several listeners of '{eventName}' failed and nobody took their errors.", left),
        };
        watch?.Ended(failure);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return steps.Count > 0;
    }

    public static async Task<bool> EmitAsync<TArguments>(
        this EmitterCore core, string eventName, TArguments arguments, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>
    {
        var steps = core.StepsOf(eventName, arguments);
        var watch = core.Watch(eventName, arguments, steps.Count);
        List<Exception>? failures = null;
        var i = 0;
        for (; i < steps.Count && !cancellationToken.IsCancellationRequested; i++)
        {
            try
            {
                if (Run(watch, steps, i, arguments) is { } task)
                {
                    await task.ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(new ListenerException(eventName, steps[i].Listener.Delegate, exception));
            }
        }

        return Ended(watch, steps, failures, i < steps.Count, cancellationToken);
    }

    public static async Task<bool> EmitParallelAsync<TArguments>(
        this EmitterCore core, string eventName, TArguments arguments, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>
    {
        var steps = core.StepsOf(eventName, arguments);
        var watch = core.Watch(eventName, arguments, steps.Count);
        var tasks = new Task?[steps.Count];
        var started = 0;
        for (; started < steps.Count && !cancellationToken.IsCancellationRequested; started++)
        {
            try
            {
                tasks[started] = Run(watch, steps, started, arguments);
            }
            catch (Exception exception)
            {
                tasks[started] = Task.FromException(exception);
            }
        }

        List<Exception>? failures = null;
        for (var i = 0; i < started; i++)
        {
            try
            {
                await (tasks[i] ?? Task.CompletedTask).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(new ListenerException(eventName, steps[i].Listener.Delegate, exception));
            }
        }

        return Ended(watch, steps, failures, started < steps.Count, cancellationToken);
    }

    private static Task? Run<TArguments>(EmissionWatch? watch, ListenerSteps<TArguments> steps, int index, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        watch is null ? steps.Run(index, arguments) : watch.Run(steps, index, arguments);

    private static bool Ended<TArguments>(
        EmissionWatch? watch, ListenerSteps<TArguments> steps, List<Exception>? failures, bool wasCancelled, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>
    {
        Exception? failure = (failures, wasCancelled) switch
        {
            (null, false) => null,
            (null, true) => new OperationCanceledException(cancellationToken),
            _ => new AggregateException($"{failures.Count} listeners of '{steps.EventName}' failed.", failures),
        };
        watch?.Ended(failure);
        return failure is null ? steps.Count > 0 : throw failure;
    }
}
