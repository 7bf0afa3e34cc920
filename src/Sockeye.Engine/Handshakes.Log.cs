using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

internal sealed partial class Handshakes
{
    private static partial class Log
    {
        [LoggerMessage(161, LogLevel.Debug, "Session {SessionId} was opened over {Transport}.", EventName = "SessionOpened")]
        public static partial void SessionOpened(ILogger logger, string sessionId, TransportKind transport);

        [LoggerMessage(141, LogLevel.Error, "The hook {Hook} failed.", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string hook, Exception exception);
    }
}
