using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>Accepts connections at one end point.</summary>
internal sealed partial class SocketConnectionListener(
    Socket listening, ReadinessLoop loop, ConnectionPipes pipes, EpollTransportOptions options, ILogger logger, TimeProvider time) : IConnectionListener
{
    /// <summary>How long accepting rests when there is no room for another connection, of file descriptors perhaps: others may end meanwhile.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private volatile bool _isUnbound;

    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var socket = await listening.AcceptAsync(cancellationToken).ConfigureAwait(false);
                if (Begin(socket) is { } connection)
                {
                    return connection;
                }
            }
            catch (Exception exception) when (_isUnbound && exception is ObjectDisposedException or SocketException)
            {
                return null;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                Log.LeftEarly(logger, EndPoint, exception);
            }
            catch (SocketException exception)
            {
                Log.NoRoom(logger, EndPoint, exception);
                await Task.Delay(Rest, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _isUnbound = true;
        listening.Dispose();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private SocketConnection? Begin(Socket socket)
    {
        try
        {
            socket.NoDelay = options.NoDelay;
            socket.Blocking = false;
            return new SocketConnection(socket, loop, pipes, logger);
        }
        catch (Win32Exception exception) // a SocketException is one
        {
            socket.Close(timeout: 0);
            Log.NotServed(logger, EndPoint, exception);
            return null;
        }
        catch
        {
            socket.Close(timeout: 0);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(501, LogLevel.Debug, "A connection to {EndPoint} was gone before it was accepted.", EventName = "LeftEarly")]
        public static partial void LeftEarly(ILogger logger, EndPoint endPoint, Exception exception);

        [LoggerMessage(502, LogLevel.Warning, "Accepting connections to {EndPoint} rests for a moment: there is no room for another.", EventName = "NoRoom")]
        public static partial void NoRoom(ILogger logger, EndPoint endPoint, Exception exception);

        [LoggerMessage(504, LogLevel.Warning, "A connection to {EndPoint} was accepted and could not be served.", EventName = "NotServed")]
        public static partial void NotServed(ILogger logger, EndPoint endPoint, Exception exception);
    }
}
