using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class AttemptRunner
{
    private static partial class Log
    {
        [LoggerMessage(721, LogLevel.Warning, "Attempt {Attempt} at job {JobId} of {EventName} by {Listener} failed; it is tried again in {Delay}.", EventName = "AttemptFailed")]
        public static partial void AttemptFailed(ILogger logger, int attempt, long jobId, string eventName, string listener, TimeSpan delay, Exception? exception);

        [LoggerMessage(722, LogLevel.Error, "Job {JobId} of {EventName} by {Listener} is given up after attempt {Attempt}: {Reason}", EventName = "JobBuried")]
        public static partial void JobBuried(ILogger logger, long jobId, string eventName, string listener, int attempt, string reason, Exception? exception);

        [LoggerMessage(729, LogLevel.Information, "Job {JobId} of {EventName} by {Listener} is put off for {Delay}: {Reason}", EventName = "JobPostponed")]
        public static partial void JobPostponed(ILogger logger, long jobId, string eventName, string listener, TimeSpan delay, string reason);

        [LoggerMessage(
            725, LogLevel.Warning, "{Listener} did not heed its token, which was cancelled ({Reason}): job {JobId} of {EventName} goes on without it.", EventName = "AttemptAbandoned")]
        public static partial void AttemptAbandoned(ILogger logger, string listener, AttemptCancelReason reason, long jobId, string eventName);
    }
}
