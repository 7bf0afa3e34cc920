using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;

namespace Sockeye.Engine.WebSockets;

/// <summary>One accepted WebSocket: its transport, which writes, and its reader. Lives as long as the request that became it.</summary>
internal sealed class WebSocketConnection
{
    private const int SkippedAtOnce = 4096;

    private readonly WebSocket _webSocket;
    private readonly MessageReader _reader;
    private readonly FrameInspector? _inspector;
    private readonly Stream? _stream;

    private WebSocketConnection(WebSocket webSocket, WebSocketTransport transport, EngineOptions options, FrameInspector? inspector, Stream? stream)
    {
        _stream = stream;
        _webSocket = webSocket;
        _inspector = inspector;
        _reader = new MessageReader(webSocket, options);
        Transport = transport;
    }

    public WebSocketTransport Transport { get; }

    /// <summary>Completes the opening handshake.</summary>
    public static async Task<WebSocketConnection> AcceptAsync(HttpContext context, EngineSession session)
    {
        var options = session.Server.Options;
        var textOnly = RequestCheck.IsTextOnly(context);
        if (await WebSocketHandshake.AcceptAsync(context).ConfigureAwait(false) is not { } stream)
        {
            var byHost = await WebSocketHandshake.AcceptByHostAsync(context).ConfigureAwait(false);
            return new WebSocketConnection(byHost, new WebSocketTransport(session, context, new WebSocketFrameSink(byHost), textOnly), options, inspector: null, stream: null);
        }

        var transport = new WebSocketTransport(session, context, new StreamFrameSink(stream), textOnly);
        var inspector = new FrameInspector(options);
        var webSocket = WebSocket.CreateFromStream(
            new OutboxStream(stream, transport, inspector),
            new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        return new WebSocketConnection(webSocket, transport, options, inspector, stream);
    }

    /// <summary>Hands each message to <paramref name="onMessage"/> until that says to stop, or the connection ends.</summary>
    /// <returns>Why the connection ended; <see langword="null"/> when it was told to stop.</returns>
    public async Task<ConnectionEnd?> ReadAsync(Func<ReceivedMessage, ValueTask<bool>> onMessage)
    {
        try
        {
            while (true)
            {
                var message = await _reader.ReadAsync().ConfigureAwait(false);
                try
                {
                    switch (message.Kind)
                    {
                        case MessageKind.Close:
                            return await AnswerCloseAsync().ConfigureAwait(false);
                        case MessageKind.TooLarge:
                            return Refuse(WebSocketCloseStatus.MessageTooBig);
                        default:
                            if (!await onMessage(message).ConfigureAwait(false))
                            {
                                return null;
                            }

                            break;
                    }
                }
                finally
                {
                    message.Return();
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException && _inspector?.Violation is not null)
        {
            return Refuse(_inspector.Violation.Value);
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
            return new ConnectionEnd(CloseReason.TransportClose, null, ConnectionState.Broken);
        }
        catch (WebSocketException exception)
        {
            return new ConnectionEnd(CloseReason.TransportError, exception.Message, ConnectionState.Refused);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or ObjectDisposedException)
        {
            return new ConnectionEnd(CloseReason.TransportClose, null, ConnectionState.Broken); // the client left without a word, or was cut off
        }
    }

    /// <summary>Ends the connection. Nothing is written any more when the returned task has completed.</summary>
    /// <param name="end">How the reader ended; <see langword="null"/> if it failed.</param>
    public async Task EndAsync(ConnectionEnd? end)
    {
        if (end is null or { State: ConnectionState.Broken })
        {
            Transport.Abort();
        }
        else if (end.State == ConnectionState.Refused)
        {
            Transport.LimitTo(AbortLimit.ForTheAnswer);
            await SkipRestAsync().ConfigureAwait(false);
        }

        await Transport.StopAsync().ConfigureAwait(false);
        _webSocket.Dispose();
    }

    /// <summary>
    /// Reads up to the client's closing frame, and minds nothing else. A connection that closes with something unread resets, and the client would never see why.
    /// </summary>
    private async Task SkipRestAsync()
    {
        if (_stream is null || _inspector is null)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(SkippedAtOnce);
        try
        {
            var count = 1;
            while (count > 0 && !_inspector.HasSeenClose)
            {
                count = await _stream.ReadAsync(buffer).ConfigureAwait(false);
                _inspector.Pass(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or ObjectDisposedException)
        {
            Transport.Abort(); // it broke, or its time is over
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<ConnectionEnd> AnswerCloseAsync()
    {
        await _webSocket.CloseOutputAsync(_webSocket.CloseStatus ?? WebSocketCloseStatus.Empty, null, CancellationToken.None).ConfigureAwait(false);
        return new ConnectionEnd(CloseReason.TransportClose, null, ConnectionState.HalfClosed);
    }

    private ConnectionEnd Refuse(WebSocketCloseStatus status)
    {
        Transport.SendFrame(RawFrame.CloseWith(status));
        return new ConnectionEnd(
            CloseReason.TransportError,
            status switch
            {
                WebSocketCloseStatus.MessageTooBig => "Max payload size exceeded",
                WebSocketCloseStatus.PolicyViolation => "too many fragments",
                _ => "a frame without a mask",
            },
            ConnectionState.Refused);
    }
}
