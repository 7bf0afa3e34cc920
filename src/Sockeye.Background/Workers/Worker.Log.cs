using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class Worker
{
    private static partial class Log
    {
        [LoggerMessage(723, LogLevel.Warning, "The lease of job {JobId} of {EventName} by {Listener} is lost: another worker takes it over.", EventName = "LeaseLost")]
        public static partial void LeaseLost(ILogger logger, long jobId, string eventName, string listener);

        [LoggerMessage(724, LogLevel.Error, "The store failed to {Step}; it is tried again in {Delay}.", EventName = "StoreFailed")]
        public static partial void StoreFailed(ILogger logger, string step, TimeSpan delay, Exception exception);

        [LoggerMessage(726, LogLevel.Warning, "Time to stop is over and {Count} jobs still run: their leases lapse.", EventName = "JobsLeft")]
        public static partial void JobsLeft(ILogger logger, int count);

        [LoggerMessage(727, LogLevel.Error, "What a listener of {EventName} left behind failed.", EventName = "RemainderFailed")]
        public static partial void RemainderFailed(ILogger logger, string eventName, Exception exception);
    }
}
