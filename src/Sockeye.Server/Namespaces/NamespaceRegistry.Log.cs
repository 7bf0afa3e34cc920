using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Namespaces;

internal sealed partial class NamespaceRegistry
{
    private static partial class Log
    {
        [LoggerMessage(121, LogLevel.Error, "A predicate or pattern of dynamic namespaces failed; the next one is asked.", EventName = "MatcherFailed")]
        public static partial void MatcherFailed(ILogger logger, Exception exception);

        [LoggerMessage(122, LogLevel.Error, "A listener for new namespaces failed at {Namespace}.", EventName = "CreationHookFailed")]
        public static partial void CreationHookFailed(ILogger logger, string @namespace, Exception exception);
    }
}
