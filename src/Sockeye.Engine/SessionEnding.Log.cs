using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

internal sealed partial class SessionEnding
{
    private static partial class Log
    {
        [LoggerMessage(162, LogLevel.Debug, "Session {SessionId} has closed: {Reason} ({Detail}).", EventName = "SessionClosed")]
        public static partial void SessionClosed(ILogger logger, string sessionId, CloseReason reason, string? detail);
    }
}
