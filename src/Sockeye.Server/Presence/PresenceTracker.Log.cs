using Microsoft.Extensions.Logging;

namespace Sockeye;

public sealed partial class PresenceTracker
{
    private static partial class Log
    {
        [LoggerMessage(151, LogLevel.Error, "A listener to presence in {Namespace}, or what loads when users were last seen, failed.", EventName = "PresenceListenerFailed")]
        public static partial void PresenceListenerFailed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(152, LogLevel.Error, "Keeping track of presence in {Namespace} failed; it goes on.", EventName = "PresenceFailed")]
        public static partial void PresenceFailed(ILogger logger, string @namespace, Exception exception);

        [LoggerMessage(153, LogLevel.Warning, "Node {Node} is silent: its {Users} users of {Namespace} go when their grace period is over.", EventName = "PresenceNodeLost")]
        public static partial void PresenceNodeLost(ILogger logger, string node, int users, string @namespace);

        [LoggerMessage(154, LogLevel.Warning, "Node {Node} sent something that is no presence message.", EventName = "PresenceUnreadable")]
        public static partial void PresenceUnreadable(ILogger logger, string node, Exception exception);
    }
}
