using Microsoft.Extensions.Logging;

namespace Sockeye.Events;

internal sealed partial class ApplicationEmitter
{
    private static partial class Log
    {
        [LoggerMessage(421, LogLevel.Error, "A listener of {EventName} failed and nobody took its error.", EventName = "UnhandledError")]
        public static partial void UnhandledError(ILogger logger, string eventName, Exception exception);

        [LoggerMessage(
            422,
            LogLevel.Warning,
            "Possible leak: {Count} listeners of {EventName} have been added and {MaxListeners} are expected at most.",
            EventName = "MaxListenersExceeded")]
        public static partial void MaxListenersExceeded(ILogger logger, string eventName, int count, int maxListeners);

        [LoggerMessage(
            423, LogLevel.Warning, "Time to stop is over and {Count} listeners of the emitter of {EmitterName} still run: they are left.", EventName = "ListenersLeft")]
        public static partial void ListenersLeft(ILogger logger, string emitterName, int count);
    }
}
