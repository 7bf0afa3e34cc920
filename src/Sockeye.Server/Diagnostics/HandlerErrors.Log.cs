using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Diagnostics;

internal sealed partial class HandlerErrors
{
    private static partial class Log
    {
        [LoggerMessage(101, LogLevel.Error, "A handler of \"{EventName}\" failed for socket {SocketId}.", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, string socketId, string eventName, Exception exception);

        [LoggerMessage(102, LogLevel.Debug, "An argument of \"{EventName}\" from socket {SocketId} could not be read: {Problem}", EventName = "ArgumentUnreadable")]
        public static partial void ArgumentUnreadable(ILogger logger, string socketId, string eventName, string problem);

        [LoggerMessage(103, LogLevel.Error, "The hook for failing handlers failed itself.", EventName = "ErrorHookFailed")]
        public static partial void ErrorHookFailed(ILogger logger, Exception exception);

        [LoggerMessage(106, LogLevel.Debug, "\"{EventName}\" from socket {SocketId} was refused: {Reason}", EventName = "EventRefused")]
        public static partial void EventRefused(ILogger logger, string socketId, string eventName, string reason);

        [LoggerMessage(107, LogLevel.Debug, "Socket {SocketId} joined none of the rooms that were asked for: {Problem}", EventName = "RoomsRefused")]
        public static partial void RoomsRefused(ILogger logger, string socketId, string problem);
    }
}
