using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

public sealed partial class EngineSession
{
    private static partial class Log
    {
        [LoggerMessage(111, LogLevel.Error, "The handler of session {SessionId} failed.", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, string sessionId, Exception exception);
    }
}
