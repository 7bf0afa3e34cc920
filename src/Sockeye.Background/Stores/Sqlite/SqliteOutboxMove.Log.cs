using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class SqliteOutboxMove
{
    private static partial class Log
    {
        [LoggerMessage(302, LogLevel.Error, "The outbox in the store's file could not be emptied; it is tried again, and nothing is lost.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(303, LogLevel.Error, "The row {Id} of the outbox is no emit, and lies in sockeye_outbox_unreadable now.", EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string id, Exception exception);
    }
}
