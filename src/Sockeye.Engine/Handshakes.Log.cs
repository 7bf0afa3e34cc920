using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

internal sealed partial class Handshakes
{
    private static partial class Log
    {
        [LoggerMessage(141, LogLevel.Error, "The hook {Hook} failed.", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string hook, Exception exception);
    }
}
