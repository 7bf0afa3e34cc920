using Microsoft.Extensions.Logging;

namespace Sockeye;

public sealed partial class SocketServer
{
    private static partial class Log
    {
        [LoggerMessage(105, LogLevel.Error, "A listener of \"{EventName}\", which another server sent, failed.", EventName = "ServerSideFailed")]
        public static partial void ServerSideFailed(ILogger logger, string eventName, Exception exception);

        [LoggerMessage(104, LogLevel.Warning, "The time for closing the server is over: {Sessions} sessions and {Handlers} handlers have not ended.", EventName = "ClosedLate")]
        public static partial void ClosedLate(ILogger logger, int sessions, int handlers);
    }
}
