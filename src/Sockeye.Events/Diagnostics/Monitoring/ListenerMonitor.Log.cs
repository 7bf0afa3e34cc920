using Microsoft.Extensions.Logging;

namespace Sockeye;

public sealed partial class ListenerMonitor
{
    private static partial class Log
    {
        [LoggerMessage(403, LogLevel.Warning, "{EventName}, {ListenerCount}: {Growth}", EventName = "ListenersGrow")]
        public static partial void ListenersGrow(ILogger logger, string? eventName, int listenerCount, string growth);
    }
}
