using Microsoft.Extensions.Logging;

namespace Sockeye.Engine.Http;

internal sealed partial class Refusals
{
    private static partial class Log
    {
        [LoggerMessage(121, LogLevel.Debug, "A request was refused with code {Code}: {Text} ({Detail}).", EventName = "Refused")]
        public static partial void Refused(ILogger logger, int code, string text, string? detail);

        [LoggerMessage(122, LogLevel.Error, "The hook {Hook} failed.", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string hook, Exception exception);

        [LoggerMessage(123, LogLevel.Debug, "A client left before it was answered.", EventName = "LeftEarly")]
        public static partial void LeftEarly(ILogger logger, Exception exception);
    }
}
