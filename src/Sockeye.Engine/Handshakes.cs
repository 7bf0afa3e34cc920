using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;
using Sockeye.Engine.Polling;
using Sockeye.Engine.WebSockets;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>Opens sessions, and moves them from polling to WebSocket.</summary>
internal sealed partial class Handshakes(EngineServer server, Func<EngineSession, IEngineSessionHandler> onSession)
{
    private const string TooManySessions = "TOO_MANY_SESSIONS";

    private readonly SessionIds _ids = new();

    private EngineOptions Options => server.Options;

    private long Now => server.Clock.Time.GetTimestamp();

    /// <summary>Opens a session over polling: the answer carries the open packet.</summary>
    public async Task PollAsync(HttpContext context)
    {
        var received = Now;
        if (await AdmitAsync(context).ConfigureAwait(false) is not { } id)
        {
            return;
        }

        var session = Make(context, id, received);
        session.Request.Detach();
        var form = PollingForm.Of(context);
        session.Outbox.Transport = new PollingTransport(session, form);
        if (!await TryBeginAsync(context, session).ConfigureAwait(false))
        {
            return;
        }

        if (Options.Cookie is { } cookie)
        {
            context.Response.Headers.Append("Set-Cookie", SessionCookie.Format(cookie, id));
        }

        var canUpgrade = Options.AllowUpgrades && Options.Transports.HasFlag(EngineTransports.WebSocket);
        var payload = new PollingPayload([OpenPacketOf(id, canUpgrade)], last: null, form);
        if (!await payload.AnswerAsync(context, server, isInitial: true).ConfigureAwait(false))
        {
            session.End(CloseReason.TransportError, "the client left during the handshake");
        }
    }

    /// <summary>Opens a session over WebSocket, and carries it to its end.</summary>
    public async Task OpenAsync(HttpContext context, CorsAnswers? cors)
    {
        var received = Now;
        if (!RequestCheck.NamesWebSocket(context))
        {
            await AcceptAndCloseAsync(context, Make(context, "", received), cors).ConfigureAwait(false);
            return;
        }

        if (await AdmitAsync(context).ConfigureAwait(false) is not { } id)
        {
            return;
        }

        var session = Make(context, id, received);
        var connection = await AcceptAsync(context, session, cors).ConfigureAwait(false);
        session.Outbox.Transport = connection.Transport;
        connection.Transport.SendFrame(OpenPacketOf(id, canUpgrade: false));
        try
        {
            if (await TryBeginAsync(context, session).ConfigureAwait(false))
            {
                await CarryAsync(session, connection).ConfigureAwait(false);
            }
            else
            {
                connection.Transport.End(CloseReason.ForcedClose);
                await AwaitCloseAsync(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            session.Request.Detach();
            server.OnEnded();
        }
    }

    /// <summary>Lets a WebSocket take over a polling session, and carries it to its end.</summary>
    public async Task UpgradeAsync(HttpContext context, EngineSession session, CorsAnswers? cors)
    {
        if (!RequestCheck.NamesWebSocket(context) || !Options.AllowUpgrades || session.Outbox.Transport is not PollingTransport polling)
        {
            await AcceptAndCloseAsync(context, session, cors).ConfigureAwait(false);
            return;
        }

        var connection = await AcceptAsync(context, session, cors).ConfigureAwait(false);
        try
        {
            if (await new UpgradeProbe(session, polling, connection).RunAsync().ConfigureAwait(false))
            {
                await polling.WhenPostHandled().ConfigureAwait(false); // there is one reading loop
                session.NotifyUpgraded();
                await CarryAsync(session, connection).ConfigureAwait(false);
            }
            else
            {
                await AwaitCloseAsync(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            server.OnEnded();
        }
    }

    private static async Task CarryAsync(EngineSession session, WebSocketConnection connection)
    {
        ConnectionEnd? end = null;
        try
        {
            end = await connection.ReadAsync(TakeAsync).ConfigureAwait(false);
        }
        finally
        {
            session.End(end?.Reason ?? CloseReason.TransportError, end?.Detail);
            await connection.EndAsync(end).ConfigureAwait(false);
        }

        ValueTask<bool> TakeAsync(ReceivedMessage message)
        {
            if (TryRead(message, session.ProtocolRevision, out var packet))
            {
                var acting = session.OnPacketAsync(packet);
                return acting.IsCompletedSuccessfully ? new ValueTask<bool>(true) : WhenActedAsync(acting);
            }

            session.End(CloseReason.ParseError, null);
            return new ValueTask<bool>(true);
        }

        static async ValueTask<bool> WhenActedAsync(ValueTask acting)
        {
            await acting.ConfigureAwait(false);
            return true;
        }
    }

    private static bool TryRead(in ReceivedMessage message, int revision, out EnginePacket packet)
    {
        if (message.Kind != MessageKind.Binary)
        {
            return revision == 4 ? EnginePacket.TryRead(message.Bytes, out packet) : EnginePacket.TryReadRevision3(message.Bytes, out packet);
        }

        packet = new EnginePacket(EnginePacketType.Message, message.Bytes, IsBinary: true);
        return revision == 4 || EnginePacket.TryReadBinaryRevision3(message.Bytes, out packet);
    }

    /// <summary>Reads on, to no effect, until the client has answered the closing frame.</summary>
    private static async Task AwaitCloseAsync(WebSocketConnection connection)
    {
        ConnectionEnd? end = null;
        try
        {
            end = await connection.ReadAsync(static _ => ValueTask.FromResult(true)).ConfigureAwait(false);
        }
        finally
        {
            await connection.EndAsync(end).ConfigureAwait(false);
        }
    }

    private async Task AcceptAndCloseAsync(HttpContext context, EngineSession session, CorsAnswers? cors)
    {
        var connection = await AcceptAsync(context, session, cors).ConfigureAwait(false);
        try
        {
            connection.Transport.End(CloseReason.ForcedClose);
            await AwaitCloseAsync(connection).ConfigureAwait(false);
        }
        finally
        {
            server.OnEnded();
        }
    }

    private async Task<WebSocketConnection> AcceptAsync(HttpContext context, EngineSession session, CorsAnswers? cors)
    {
        cors?.Apply(context);
        server.AddHeaders(context, isInitial: session.Id.Length > 0 && !server.Contains(session.Id));
        WebSocketHandshake.SelectFirstProtocol(context);
        var connection = await WebSocketConnection.AcceptAsync(
            context, session, server.WebSockets, new ClientForm(session.ProtocolRevision, RequestCheck.IsTextOnly(context))).ConfigureAwait(false);
        server.OnBegun();
        return connection;
    }

    private EngineSession Make(HttpContext context, string id, long received) =>
        new(server, id, new HandshakeRequest(context, server.Clock.Time.GetUtcNow(), received), RequestCheck.Revision(context));

    private EncodedMessage OpenPacketOf(string id, bool canUpgrade) =>
        OpenPacket.Create(id, canUpgrade, Options.PingInterval, Options.PingTimeout, Options.MaxPayload);

    /// <summary>Runs the admission hook and makes an id.</summary>
    /// <returns>The id, or <see langword="null"/> where the request was refused.</returns>
    private async ValueTask<string?> AdmitAsync(HttpContext context)
    {
        if (!await HasRoomAsync(context).ConfigureAwait(false))
        {
            return null;
        }

        var admission = AdmissionResult.Allow;
        try
        {
            admission = Options.AllowRequest is { } allow ? await allow(context).ConfigureAwait(false) : admission;
        }
        catch (Exception exception)
        {
            Log.HookFailed(server.Logger, nameof(EngineOptions.AllowRequest), exception);
            admission = AdmissionResult.Refuse();
        }

        if (!admission.IsAllowed)
        {
            await server.Refusals.RefuseAsync(context, ConnectionError.Forbidden, null, admission.Message).ConfigureAwait(false);
            return null;
        }

        if (RequestCheck.Revision(context) != 4 && !Options.AllowEIO3)
        {
            await server.Refusals.RefuseAsync(context, ConnectionError.UnsupportedProtocolVersion).ConfigureAwait(false);
            return null;
        }

        if (RequestCheck.JsonpOf(context) is not null && !Options.AllowEIO3)
        {
            await server.Refusals.RefuseAsync(context, ConnectionError.BadRequest, "JSONP_UNSUPPORTED").ConfigureAwait(false);
            return null;
        }

        var id = await MakeIdAsync(context).ConfigureAwait(false);
        return id is not null && await HasRoomAsync(context).ConfigureAwait(false) ? id : null; // many may have come while the hooks ran
    }

    private async ValueTask<bool> HasRoomAsync(HttpContext context)
    {
        if (server is { IsClosing: false, IsDraining: false, IsFull: false })
        {
            return true;
        }

        var why = server.IsClosing ? Refusals.Closing : server.IsDraining ? Refusals.Draining : TooManySessions;
        await server.Refusals.RefuseAsync(context, ConnectionError.Forbidden, why).ConfigureAwait(false);
        return false;
    }

    private async ValueTask<string?> MakeIdAsync(HttpContext context)
    {
        try
        {
            var id = Options.GenerateId is { } generate ? await generate(context).ConfigureAwait(false) : _ids.Next();
            if (!string.IsNullOrEmpty(id) && !server.Contains(id))
            {
                return id;
            }
        }
        catch (Exception exception)
        {
            Log.HookFailed(server.Logger, nameof(EngineOptions.GenerateId), exception);
        }

        await server.Refusals.RefuseAsync(context, ConnectionError.BadRequest, "ID_GENERATION_ERROR").ConfigureAwait(false);
        return null;
    }

    /// <summary>Puts a session where requests find it, and gives it its handler.</summary>
    private async ValueTask<bool> TryBeginAsync(HttpContext context, EngineSession session)
    {
        server.OnBegun();
        var refusal = (Error: ConnectionError.BadRequest, Detail: "TRANSPORT_HANDSHAKE_ERROR");
        if (server.TryAdd(session))
        {
            try
            {
                session.Begin(onSession(session));
                Log.SessionOpened(server.Logger, session.Id, session.Transport);
                server.Instruments.OnOpened(session);
                if (server.IsClosing)
                {
                    session.End(CloseReason.ServerShuttingDown, null); // it came while the others were closed
                }
                else if (server.IsDraining)
                {
                    session.CloseFor(CloseReason.ServerShuttingDown); // it came while the others were counted
                }

                return true;
            }
            catch (Exception exception)
            {
                Log.HookFailed(server.Logger, "onSession", exception);
                session.End(CloseReason.TransportError, null);
            }
        }
        else if (server.IsFull)
        {
            refusal = (ConnectionError.Forbidden, TooManySessions);
        }

        server.OnEnded();
        if (!context.Response.HasStarted)
        {
            await server.Refusals.RefuseAsync(context, refusal.Error, refusal.Detail).ConfigureAwait(false);
        }

        return false;
    }
}
