using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class AddQueue
{
    private static partial class Log
    {
        [LoggerMessage(313, LogLevel.Warning, "The event '{Event}' ({EventId}) was not stored, and whoever emitted it had given up waiting.", EventName = "Unheard")]
        public static partial void Unheard(ILogger logger, string @event, Guid eventId, Exception exception);
    }
}
