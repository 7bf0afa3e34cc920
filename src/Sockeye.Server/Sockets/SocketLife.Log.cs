using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Sockets;

internal sealed partial class SocketLife
{
    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Debug, "Socket {SocketId} has connected to {Namespace} over session {SessionId}.", EventName = "SocketConnected")]
        public static partial void SocketConnected(ILogger logger, string socketId, string @namespace, string sessionId);

        [LoggerMessage(12, LogLevel.Debug, "Socket {SocketId} has left {Namespace}: {Reason} ({Detail}).", EventName = "SocketDisconnected")]
        public static partial void SocketDisconnected(ILogger logger, string socketId, string @namespace, DisconnectReason reason, string? detail);
    }
}
