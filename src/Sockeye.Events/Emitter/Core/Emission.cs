namespace Sockeye.Events;

/// <summary>The ways of emitting in which one listener's failure does not keep the rest from running.</summary>
internal static class Emission
{
    public static bool SafeEmit<TArguments>(this EmitterCore core, string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        if (core.StepsOf(eventName, arguments) is not { } steps)
        {
            return false;
        }

        List<Exception>? left = null;
        for (var i = 0; i < steps.Count; i++)
        {
            try
            {
                core.Own(steps.Run(i, arguments), eventName);
            }
            catch (Exception exception)
            {
                // A listener to errors is not told of its own failure, which it would fail at again.
                if ((eventName == EventEmitter.Error.Name ? exception : core.Report(exception)) is { } unheard)
                {
                    (left ??= []).Add(unheard);
                }
            }
        }

        switch (left)
        {
            case [var only]:
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
                break;
            case not null:
                throw new AggregateException($"Several listeners of '{eventName}' failed and nobody took their errors.", left);
        }

        return true;
    }

    public static async Task<bool> EmitAsync<TArguments>(
        this EmitterCore core, string eventName, TArguments arguments, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>
    {
        if (core.StepsOf(eventName, arguments) is not { } steps)
        {
            return false;
        }

        List<Exception>? failures = null;
        var i = 0;
        for (; i < steps.Count && !cancellationToken.IsCancellationRequested; i++)
        {
            try
            {
                if (steps.Run(i, arguments) is { } task)
                {
                    await task.ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(new ListenerException(eventName, steps[i].Listener.Delegate, exception));
            }
        }

        ThrowIfAny(failures, eventName, i < steps.Count, cancellationToken);
        return true;
    }

    public static async Task<bool> EmitParallelAsync<TArguments>(
        this EmitterCore core, string eventName, TArguments arguments, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>
    {
        if (core.StepsOf(eventName, arguments) is not { } steps)
        {
            return false;
        }

        var tasks = new Task?[steps.Count];
        var started = 0;
        for (; started < steps.Count && !cancellationToken.IsCancellationRequested; started++)
        {
            try
            {
                tasks[started] = steps.Run(started, arguments);
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

        ThrowIfAny(failures, eventName, started < steps.Count, cancellationToken);
        return true;
    }

    private static void ThrowIfAny(List<Exception>? failures, string eventName, bool wasCancelled, CancellationToken cancellationToken)
    {
        if (failures is null)
        {
            if (wasCancelled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            return;
        }

        throw new AggregateException($"{failures.Count} listeners of '{eventName}' failed.", failures);
    }
}
