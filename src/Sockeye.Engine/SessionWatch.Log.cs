using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

internal sealed partial class SessionWatch
{
    private static partial class Log
    {
        [LoggerMessage(155, LogLevel.Error, "The observer of session {SessionId} failed.", EventName = "ObserverFailed")]
        public static partial void ObserverFailed(ILogger logger, string sessionId, Exception exception);
    }
}
