using Microsoft.Extensions.Logging;

namespace Sockeye.Events;

internal sealed partial class TraceLog
{
    private static partial class Log
    {
        [LoggerMessage(EventId = 401, Message = "Emission {EmissionId} of {EventName}({Arguments}) to {ListenerCount} listeners begins{Stack}", EventName = "EmissionStarted")]
        public static partial void EmissionStarted(
            ILogger logger, LogLevel level, long emissionId, string eventName, string arguments, int listenerCount, string stack);

        [LoggerMessage(EventId = 402, Message = "Emission {EmissionId} of {EventName} took {DurationMs} ms{Listeners}", EventName = "EmissionCompleted")]
        public static partial void EmissionCompleted(
            ILogger logger, LogLevel level, long emissionId, string eventName, double durationMs, string listeners, Exception? exception);
    }
}
