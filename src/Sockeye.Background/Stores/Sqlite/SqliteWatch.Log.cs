using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class SqliteWatch
{
    private static partial class Log
    {
        [LoggerMessage(304, LogLevel.Error, "The outbox in the store's file could not be looked into; that is tried again, and everything else goes on.", EventName = "LookFailed")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
