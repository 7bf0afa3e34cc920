using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class OutboxRelay
{
    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Error, "The outbox could not be emptied into the store; it is tried again and again, and nothing is lost.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(312, LogLevel.Error, "The row {Id} of the outbox is no emit, and stays where it is.", EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string id, Exception exception);
    }
}
