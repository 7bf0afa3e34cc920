using Microsoft.Extensions.Logging;

namespace Sockeye;

public sealed partial class WebSocketServer
{
    private static partial class Log
    {
        [LoggerMessage(151, LogLevel.Debug, "A client left before it was answered.", EventName = "LeftEarly")]
        public static partial void LeftEarly(ILogger logger, Exception exception);

        [LoggerMessage(152, LogLevel.Error, "A listener of the WebSocket client {ClientId} failed.", EventName = "ListenerFailed")]
        public static partial void ListenerFailed(ILogger logger, string clientId, Exception exception);
    }
}
