using System.Runtime.ExceptionServices;

namespace Sockeye.Events;

/// <summary>The tasks of listeners that were started and not awaited: their failures are errors of the emitter, and its end waits for them.</summary>
internal sealed class OwnedTasks(EventEmitter emitter, EventEmitterOptions options)
{
    private readonly RunningTasks _running = new();

    /// <summary>Gets how many run.</summary>
    public int RunningCount => _running.Count;

    /// <summary>Waits until those that run now have ended.</summary>
    public Task WaitAsync() => _running.WaitAsync();

    public void Own(Task? task, string eventName)
    {
        if (task is { IsCompletedSuccessfully: false })
        {
            _ = ObserveAsync(task, eventName, _running.Enter());
        }
    }

    /// <summary>Emits the failure of a listener as an error.</summary>
    /// <returns>What nobody took: the failure itself, or that of a listener to errors; null when all is well.</returns>
    public Exception? Report(Exception failure, string eventName)
    {
        // A listener to errors is not told of its own failure, which it would fail at again.
        if (eventName == EventEmitter.Error.Name)
        {
            return failure;
        }

        try
        {
            emitter.Emit(EventEmitter.Error, failure);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task ObserveAsync(Task task, string eventName, RunningTasks.Round round)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (Report(exception, eventName) is { } left)
            {
                Unhandled(left, eventName);
            }
        }
        finally
        {
            _running.Exit(round);
        }
    }

    private void Unhandled(Exception exception, string eventName)
    {
        try
        {
            if (options.OnUnhandledError is { } handler)
            {
                handler(new UnhandledErrorContext(emitter, eventName, exception));
                return;
            }
        }
        catch (Exception ofHandler)
        {
            exception = new AggregateException(exception, ofHandler);
        }

        // Nobody is left to be told: as an unhandled exception it ends the process.
        ThreadPool.UnsafeQueueUserWorkItem(static failure => ExceptionDispatchInfo.Throw(failure), exception, preferLocal: false);
    }
}
