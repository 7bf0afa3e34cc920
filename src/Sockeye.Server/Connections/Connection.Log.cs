using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Connections;

internal sealed partial class Connection
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Session {SessionId} is closed for a protocol violation: {Violation}", EventName = "Violation")]
        public static partial void Violation(ILogger logger, string sessionId, string violation);

        [LoggerMessage(2, LogLevel.Debug, "Session {SessionId} is closed: {Deadline}.", EventName = "DeadlinePassed")]
        public static partial void DeadlinePassed(ILogger logger, string sessionId, string deadline);

        [LoggerMessage(3, LogLevel.Warning, "Session {SessionId} is closed: more events wait in its inbox than the hard limit allows.", EventName = "InboxOverflow")]
        public static partial void InboxOverflow(ILogger logger, string sessionId);

        [LoggerMessage(4, LogLevel.Debug, "Session {SessionId} was upgraded to WebSocket.", EventName = "Upgraded")]
        public static partial void Upgraded(ILogger logger, string sessionId);

        [LoggerMessage(5, LogLevel.Debug, "Reading from session {SessionId} waits: it sends more than {Most} packets a second.", EventName = "Paused")]
        public static partial void Paused(ILogger logger, string sessionId, int most);

        [LoggerMessage(6, LogLevel.Debug, "\"{EventName}\" from socket {SocketId} was refused by a rate limit.", EventName = "RateLimited")]
        public static partial void RateLimited(ILogger logger, string eventName, string socketId);

        [LoggerMessage(7, LogLevel.Debug, "Session {SessionId} is closed: {Why}", EventName = "Closed")]
        public static partial void Closed(ILogger logger, string sessionId, string why);

        [LoggerMessage(8, LogLevel.Debug, "A credential that came over session {SessionId} was refused: {Code}", EventName = "CredentialRefused")]
        public static partial void CredentialRefused(ILogger logger, string sessionId, string code);

        [LoggerMessage(13, LogLevel.Debug, "Session {SessionId} may not join {Namespace}: {Reason}", EventName = "JoinRefused")]
        public static partial void JoinRefused(ILogger logger, string sessionId, string @namespace, string reason);
    }
}
