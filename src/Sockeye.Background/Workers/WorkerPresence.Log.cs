using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class WorkerPresence
{
    private static partial class Log
    {
        [LoggerMessage(731, LogLevel.Warning, "The store could not be told that this worker is alive; it is told again.", EventName = "PresenceFailed")]
        public static partial void PresenceFailed(ILogger logger, Exception exception);
    }
}
