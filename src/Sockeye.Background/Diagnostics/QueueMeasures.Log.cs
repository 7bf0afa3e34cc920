using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class QueueMeasures
{
    private static partial class Log
    {
        [LoggerMessage(732, LogLevel.Warning, "The store could not be asked what is in its queues; nothing is reported of them until it can.", EventName = "MeasureFailed")]
        public static partial void MeasureFailed(ILogger logger, Exception exception);
    }
}
