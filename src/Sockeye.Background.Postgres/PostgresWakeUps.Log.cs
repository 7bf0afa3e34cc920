using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class PostgresWakeUps
{
    private static partial class Log
    {
        [LoggerMessage(321, LogLevel.Warning, "Other nodes of '{Database}' could not be woken up; it is tried again, and they find the work when they next look.", EventName = "NotTold")]
        public static partial void NotTold(ILogger logger, string database, Exception exception);

        [LoggerMessage(322, LogLevel.Warning, "The connection that hears of work in '{Database}' was lost; it is opened anew.", EventName = "Deaf")]
        public static partial void Deaf(ILogger logger, string database, Exception exception);
    }
}
