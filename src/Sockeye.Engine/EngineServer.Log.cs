using Microsoft.Extensions.Logging;

namespace Sockeye.Engine;

public sealed partial class EngineServer
{
    private static partial class Log
    {
        [LoggerMessage(131, LogLevel.Debug, "A client left before it was answered.", EventName = "LeftEarly")]
        public static partial void LeftEarly(ILogger logger, Exception exception);

        [LoggerMessage(132, LogLevel.Error, "The hook {Hook} failed.", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string hook, Exception exception);
    }
}
