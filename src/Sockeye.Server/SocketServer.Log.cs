using Microsoft.Extensions.Logging;

namespace Sockeye;

public sealed partial class SocketServer
{
    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Error, "A handler of \"{EventName}\" failed for socket {SocketId}.", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, string socketId, string eventName, Exception exception);

        [LoggerMessage(102, LogLevel.Debug, "An argument of \"{EventName}\" from socket {SocketId} could not be read: {Problem}", EventName = "ArgumentUnreadable")]
        public static partial void ArgumentUnreadable(ILogger logger, string socketId, string eventName, string problem);

        [LoggerMessage(103, LogLevel.Error, "The hook for failing handlers failed itself.", EventName = "ErrorHookFailed")]
        public static partial void ErrorHookFailed(ILogger logger, Exception exception);

        [LoggerMessage(105, LogLevel.Error, "A listener of \"{EventName}\", which another server sent, failed.", EventName = "ServerSideFailed")]
        public static partial void ServerSideFailed(ILogger logger, string eventName, Exception exception);

        [LoggerMessage(106, LogLevel.Debug, "\"{EventName}\" from socket {SocketId} was refused: {Reason}", EventName = "EventRefused")]
        public static partial void EventRefused(ILogger logger, string socketId, string eventName, string reason);

        [LoggerMessage(104, LogLevel.Warning, "The time for closing the server is over: {Sessions} sessions and {Handlers} handlers have not ended.", EventName = "ClosedLate")]
        public static partial void ClosedLate(ILogger logger, int sessions, int handlers);
    }
}
