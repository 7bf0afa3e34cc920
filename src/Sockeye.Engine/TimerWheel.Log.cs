using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

public sealed partial class TimerWheel
{
    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Error, "A timer of type {TimerType} failed.", EventName = "TimerFailed")]
        public static partial void TimerFailed(ILogger logger, string timerType, Exception exception);
    }
}
