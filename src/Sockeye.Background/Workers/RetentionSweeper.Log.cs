using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class RetentionSweeper
{
    private static partial class Log
    {
        [LoggerMessage(728, LogLevel.Error, "Jobs that are no longer kept could not be removed.", EventName = "SweepFailed")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
