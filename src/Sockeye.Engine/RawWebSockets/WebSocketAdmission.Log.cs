using Microsoft.Extensions.Logging;

namespace Sockeye.Engine.RawWebSockets;

internal sealed partial class WebSocketAdmission
{
    private static partial class Log
    {
        [LoggerMessage(153, LogLevel.Debug, "A WebSocket was refused with {Status}: {Why}", EventName = "Refused")]
        public static partial void Refused(ILogger logger, int status, string why);

        [LoggerMessage(154, LogLevel.Error, "The hook {Hook} failed.", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string hook, Exception exception);
    }
}
