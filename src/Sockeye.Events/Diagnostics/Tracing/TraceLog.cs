using Microsoft.Extensions.Logging;

namespace Sockeye.Events;

/// <summary>Writes traces to a logger.</summary>
internal sealed partial class TraceLog(ILogger logger, LogLevel level)
{
    public bool IsEnabled() => logger.IsEnabled(level);

    public void Write(EventTrace trace)
    {
        if (trace.Stage == EventTraceStage.Started)
        {
            var arguments = string.Join(", ", trace.Arguments);
            var stack = EventTrace.Lines("   at ", trace.Stack);
            Log.EmissionStarted(logger, level, trace.Id, trace.EventName, arguments, trace.ListenerCount, stack);
        }
        else
        {
            var listeners = EventTrace.Lines("   ", trace.Listeners);
            var milliseconds = trace.Duration.TotalMilliseconds;
            Log.EmissionCompleted(logger, level, trace.Id, trace.EventName, milliseconds, listeners, trace.Failure);
        }
    }
}
