using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.WebSockets.Compression;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.WebSockets;

/// <summary>One accepted WebSocket: its transport, which writes, and its reader. Lives as long as the request that became it.</summary>
internal sealed class WebSocketConnection
{
    private readonly MessageReader _reader;
    private readonly MessageCompression? _compression;
    private readonly WebSocket? _hostsOwn;

    private WebSocketConnection(WebSocketTransport transport, MessageReader reader, MessageCompression? compression, WebSocket? hostsOwn = null)
    {
        Transport = transport;
        _reader = reader;
        _compression = compression;
        _hostsOwn = hostsOwn;
    }

    public WebSocketTransport Transport { get; }

    /// <summary>Gets whether we make the frames ourselves, pings among them; a host that does it pings by itself.</summary>
    public bool SendsPings => _hostsOwn is null;

    /// <summary>Completes the opening handshake.</summary>
    /// <param name="context">The request.</param>
    /// <param name="owner">Whose WebSocket it is.</param>
    /// <param name="settings">How it is treated.</param>
    /// <param name="form">What the client takes.</param>
    public static async Task<WebSocketConnection> AcceptAsync(HttpContext context, IOutboxOwner owner, WebSocketSettings settings, ClientForm form)
    {
        var agreement = WebSocketHandshake.AgreeOnCompression(context, settings.Compression);
        if (await WebSocketHandshake.AcceptAsync(context).ConfigureAwait(false) is { } stream)
        {
            var compression = agreement is null ? null : new MessageCompression(agreement, settings.Compression!.Threshold);
            var transport = new WebSocketTransport(owner, context, new StreamFrameSink(stream), form, compression);
            return new WebSocketConnection(transport, new FrameReader(stream, transport, settings, compression), compression);
        }

        var hostsOwn = await WebSocketHandshake.AcceptByHostAsync(context, settings).ConfigureAwait(false);
        var framed = new WebSocketTransport(owner, context, new WebSocketFrameSink(hostsOwn), form, compression: null);
        return new WebSocketConnection(framed, new HostMessageReader(hostsOwn, settings), compression: null, hostsOwn);
    }

    /// <summary>Hands each message to <paramref name="onMessage"/> until that says to stop, or the connection ends.</summary>
    /// <returns>Why the connection ended; <see langword="null"/> when it was told to stop.</returns>
    public async Task<ConnectionEnd?> ReadAsync(Func<ReceivedMessage, ValueTask<bool>> onMessage)
    {
        try
        {
            while (true)
            {
                ReceivedMessage message;
                while (!_reader.TryRead(out message))
                {
                    _reader.OnFilled(await _reader.FillAsync().ConfigureAwait(false));
                }

                try
                {
                    switch (message.Kind)
                    {
                        case MessageKind.Close:
                            return await AnswerCloseAsync().ConfigureAwait(false);
                        case MessageKind.Violation:
                            return Refuse(_reader.Violation!);
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
        (_reader as FrameReader)?.Close();
        _compression?.Dispose();
        _hostsOwn?.Dispose();
    }

    /// <summary>
    /// Reads up to the client's closing frame, and minds nothing else. A connection that closes with something unread resets, and the client would never see why.
    /// </summary>
    private async Task SkipRestAsync()
    {
        if (_reader is not FrameReader frames)
        {
            return;
        }

        try
        {
            await frames.SkipToCloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or ObjectDisposedException)
        {
            Transport.Abort(); // it broke, or its time is over
        }
    }

    private async Task<ConnectionEnd> AnswerCloseAsync()
    {
        var (code, text) = (_reader.CloseCode, _reader.CloseText);
        if (_hostsOwn is not null)
        {
            if (_hostsOwn.State == WebSocketState.CloseReceived)
            {
                await _hostsOwn.CloseOutputAsync(_hostsOwn.CloseStatus ?? WebSocketCloseStatus.Empty, null, CancellationToken.None).ConfigureAwait(false);
            }

            (code, text) = (ClosingStatus.Of(_hostsOwn.CloseStatus), _hostsOwn.CloseStatusDescription ?? string.Empty);
        }

        return new ConnectionEnd(CloseReason.TransportClose, null, ConnectionState.HalfClosed, code, text);
    }

    private ConnectionEnd Refuse(Violation violation)
    {
        Transport.SendFrame(RawFrame.CloseWith((int)violation.Status));
        return new ConnectionEnd(CloseReason.TransportError, violation.Detail, ConnectionState.Refused, (int)violation.Status);
    }
}
