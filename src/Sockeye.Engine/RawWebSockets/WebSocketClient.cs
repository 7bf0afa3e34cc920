using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine;
using Sockeye.Engine.RawWebSockets;
using Sockeye.Engine.WebSockets;

namespace Sockeye;

/// <summary>One client of a raw WebSocket endpoint, as the server sees it.</summary>
/// <remarks>
/// Safe for use from many threads. Its messages are handled one at a time, in order; while one is being handled nothing more is read, which is
/// back-pressure down to the client.
/// </remarks>
public sealed class WebSocketClient
{
    private const int LongestReason = 123;

    private readonly ClientLife _life;

    internal WebSocketClient(WebSocketServer server, string id, string? subprotocol, HttpContext context)
    {
        Server = server;
        Id = id;
        Subprotocol = subprotocol;
        Request = new HandshakeRequest(context, server.Clock.Time.GetUtcNow(), server.Clock.Time.GetTimestamp());
        _life = new ClientLife(this, server);
    }

    /// <summary>Gets an id, unlike that of any other client.</summary>
    public string Id { get; }

    /// <summary>Gets the endpoint's server.</summary>
    public WebSocketServer Server { get; }

    /// <summary>Gets the request that became the WebSocket.</summary>
    public HandshakeRequest Request { get; }

    /// <summary>Gets who that request was authenticated as, or whom <see cref="TryRenewCredential"/> has shown since; an anonymous principal otherwise.</summary>
    public ClaimsPrincipal User => _life.Credential?.User ?? Request.User;

    /// <summary>Gets the subprotocol that was agreed, or <see langword="null"/>.</summary>
    public string? Subprotocol { get; }

    /// <summary>Gets what the application keeps with the client. Not safe for use by several threads at once.</summary>
    public IDictionary<string, object?> Data => field ??= new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Gets whether messages travel both ways: it is not closing, and not closed.</summary>
    public bool IsOpen => _life.Outbox.State == SessionState.Open;

    /// <summary>Gets whether a message sent now would go out at once.</summary>
    public bool IsWritable => _life.Outbox.IsWritable;

    /// <summary>Gets a token that is cancelled when the connection has ended.</summary>
    public CancellationToken Aborted => _life.Aborted;

    /// <summary>Gets the server's other clients.</summary>
    public WebSocketClientSet Broadcast => Server.Clients.Except(this);

    internal ClientLife Life => _life;

    /// <summary>Gets how far the client is behind with reading.</summary>
    public OutboundState Outbound => _life.Outbox.Measure();

    /// <summary>Listens to messages, text and binary. Several listeners are called in the order in which they came.</summary>
    /// <param name="listener">The listener. One that throws is logged, and the client stays.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnMessage(Action<WebSocketMessage> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _life.Messages.Add(message =>
        {
            listener(message);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="OnMessage(Action{WebSocketMessage})"/>
    /// <remarks>The next message is read when the listener's task has completed.</remarks>
    public IDisposable OnMessage(Func<WebSocketMessage, Task> listener) => _life.Messages.Add(listener);

    /// <summary>Listens to the end of the connection, which comes once, on any thread, and also while a message is being handled.</summary>
    /// <param name="listener">The listener. One that throws is logged.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnClose(Action<WebSocketCloseContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _life.Closings.Add(context =>
        {
            listener(context);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="OnClose(Action{WebSocketCloseContext})"/>
    public IDisposable OnClose(Func<WebSocketCloseContext, Task> listener) => _life.Closings.Add(listener);

    /// <summary>
    /// Sends a message. Never blocks, and never throws for a client that is slow or gone: past <see cref="WebSocketServerOptions.OutboundBufferBytes"/> or
    /// <see cref="WebSocketServerOptions.OutboundBufferMessages"/> <see cref="WebSocketServerOptions.SlowClientPolicy"/> says what happens.
    /// </summary>
    /// <param name="message">The message: a string, bytes, or one that came in.</param>
    public void Send(WebSocketMessage message) => _life.Send(message.ToEncoded());

    /// <summary>
    /// Sends a message when there is room for it. A client that makes no room within <see cref="WebSocketServerOptions.SlowClientTimeout"/> is closed.
    /// Those who wait are served in order; a <see cref="Send"/> meanwhile goes before them.
    /// </summary>
    /// <param name="message">The message: a string, bytes, or one that came in.</param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    /// <returns>Whether it was taken; <see langword="false"/> when the connection ended first.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public ValueTask<bool> SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _life.SendAsync(message.ToEncoded(), cancellationToken);
    }

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="message">The message: a string, bytes, or one that came in.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(WebSocketMessage message) =>
        IsWritable ? _life.TrySendVolatile(message.ToEncoded()) : Server.Instruments.IsTaken(SendResult.Full);

    /// <summary>
    /// Closes: what waits goes out, then the closing frame, and the client has 5 seconds to answer it. Does nothing where it is closing or closed.
    /// </summary>
    /// <param name="code">The status: 1000 to 1003, 1007 to 1014, or 3000 to 4999 (RFC 6455, section 7.4).</param>
    /// <param name="reason">What the client is told beside it: at most 123 bytes of UTF-8.</param>
    /// <param name="mode">What happens to messages that still wait. A client has 30 seconds to take them.</param>
    /// <exception cref="ArgumentException">The status may not be sent, or the reason is too long.</exception>
    public void Close(int code = (int)WebSocketCloseStatus.NormalClosure, string reason = "", CloseMode mode = CloseMode.Drain)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!ClosingStatus.MayBeSent(code))
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "A closing frame says 1000 to 1003, 1007 to 1014, or 3000 to 4999.");
        }

        if (Encoding.UTF8.GetByteCount(reason) > LongestReason)
        {
            throw new ArgumentException($"The reason of a closing frame has at most {LongestReason} bytes of UTF-8.", nameof(reason));
        }

        _life.Close(code, reason, mode, CloseReason.ForcedClose);
    }

    /// <summary>
    /// Takes over a newer credential that the client has shown by a message: <see cref="User"/> is what that says, and the client is closed when it ends instead
    /// of the one before (<see cref="WebSocketServerOptions.CloseOnExpiry"/>).
    /// </summary>
    /// <param name="user">The user, whom the application has authenticated.</param>
    /// <param name="expires">When the credential ends; by default when its claim <c>exp</c> says.</param>
    /// <returns>
    /// Whether it was taken. Somebody does not become somebody else: a user of another id (claim <c>nameidentifier</c>, <c>sub</c> or name), or of none, is refused, and the
    /// client ends with the credential it had.
    /// </returns>
    public bool TryRenewCredential(ClaimsPrincipal user, DateTimeOffset? expires = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        return IsOpen && _life.EnsureCredential().TryTake(user, expires);
    }

    /// <summary>Cuts the connection off, without a closing frame.</summary>
    public void Abort() => _life.Abort();
}
