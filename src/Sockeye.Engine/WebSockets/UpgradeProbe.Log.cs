using Microsoft.Extensions.Logging;

namespace Sockeye.Engine.WebSockets;

internal sealed partial class UpgradeProbe
{
    private static partial class Log
    {
        [LoggerMessage(163, LogLevel.Debug, "Session {SessionId} was not upgraded to WebSocket.", EventName = "UpgradeFailed")]
        public static partial void UpgradeFailed(ILogger logger, string sessionId);
    }
}
