using Microsoft.Extensions.Logging;
using Sockeye.Engine;

namespace Sockeye;

public sealed partial class WebSocketServer
{
    private static partial class Log
    {
        [LoggerMessage(151, LogLevel.Debug, "A client left before it was answered.", EventName = "LeftEarly")]
        public static partial void LeftEarly(ILogger logger, Exception exception);

        [LoggerMessage(152, LogLevel.Error, "A listener of the WebSocket client {ClientId} failed.", EventName = "ListenerFailed")]
        public static partial void ListenerFailed(ILogger logger, string clientId, Exception exception);

        [LoggerMessage(156, LogLevel.Debug, "The WebSocket client {ClientId} has connected.", EventName = "ClientConnected")]
        public static partial void ClientConnected(ILogger logger, string clientId);

        [LoggerMessage(157, LogLevel.Debug, "The WebSocket client {ClientId} has left: {Cause}, status {Code} ({Detail}).", EventName = "ClientClosed")]
        public static partial void ClientClosed(ILogger logger, string clientId, CloseReason cause, int code, string? detail);
    }
}
