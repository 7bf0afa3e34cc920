using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class SqliteWriter
{
    private static partial class Log
    {
        [LoggerMessage(
            301,
            LogLevel.Warning,
            "Writes to '{Path}' have waited {Seconds} s for another connection to end its transaction, and go on waiting. "
            + "An emit awaited inside such a transaction needs that transaction as its argument, or it waits for itself.",
            EventName = "HeldUp")]
        public static partial void HeldUp(ILogger logger, string path, double seconds);

        [LoggerMessage(305, LogLevel.Error, "What is to hear of changes of '{Path}', or of what was written there, failed; the writer goes on.", EventName = "TellingFailed")]
        public static partial void TellingFailed(ILogger logger, string path, Exception exception);
    }
}
