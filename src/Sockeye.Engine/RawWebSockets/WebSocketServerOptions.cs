using Microsoft.AspNetCore.Http;
using Sockeye.Engine;

namespace Sockeye;

/// <summary>How a raw WebSocket endpoint treats its clients.</summary>
/// <remarks>Read when the endpoint is mapped; changes made later have no effect.</remarks>
public sealed class WebSocketServerOptions
{
    /// <summary>Gets or sets how long after a client's last pong it is pinged again.</summary>
    /// <value>The default is 25 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets how long the client has for its pong, counted from when the ping was due. One that takes longer is cut off.</summary>
    /// <value>The default is 20 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets the largest message a client may send, in bytes, after decompression. A larger one ends the connection with status 1009.</summary>
    /// <value>The default is 1,000,000; it must be at least 1 and at most 1,000,000,000.</value>
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>Gets or sets into how many fragments a message may be cut. More end the connection with status 1008.</summary>
    /// <value>The default is 4,096; it must be at least 1.</value>
    public int MaxFragmentsPerMessage { get; set; } = 4_096;

    /// <summary>Gets or sets how many clients there may be at a time, or <see langword="null"/> for any number. One too many is answered with HTTP 503.</summary>
    /// <value>The default is 100,000; it must be at least 1.</value>
    public int? MaxClients { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets what becomes of something that is sent to a client for which <see cref="OutboundBufferBytes"/> or
    /// <see cref="OutboundBufferMessages"/> wait already.
    /// </summary>
    /// <value>The default is <see cref="SlowClientPolicy.Close"/>.</value>
    public SlowClientPolicy SlowClientPolicy { get; set; } = SlowClientPolicy.Close;

    /// <summary>Gets or sets how many bytes may wait for one client. Past that <see cref="SlowClientPolicy"/> says what happens.</summary>
    /// <value>The default is 16 MiB; it must be at least 1. One message alone may be larger.</value>
    public long OutboundBufferBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many messages may wait for one client. Past that <see cref="SlowClientPolicy"/> says what happens.</summary>
    /// <value>The default is 65,536; it must be at least 1.</value>
    public int OutboundBufferMessages { get; set; } = 65_536;

    /// <summary>Gets or sets below how many waiting bytes <see cref="WebSocketClient.SendAsync"/> sees room for one message more.</summary>
    /// <value>The default is 256 KiB; it must be at least 1 and at most <see cref="OutboundBufferBytes"/>.</value>
    public long OutboundRoomBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets how long <see cref="WebSocketClient.SendAsync"/> waits for room before the client counts as slow and is closed.</summary>
    /// <value>The default is 10 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan SlowClientTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how messages are compressed (<c>permessage-deflate</c>), or <see langword="null"/> to leave them as they are.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public WebSocketCompressionOptions? Compression { get; set; }

    /// <summary>
    /// Gets or sets how long clients have for what waits for them when the server closes, with the application or by <see cref="WebSocketServer.CloseAsync"/>: status 1001
    /// goes out behind it. Who has not taken it by then is cut off.
    /// </summary>
    /// <value>
    /// The default is 5 seconds; zero drops what waits. It must not be negative. When the application stops it is no more than half of the host's
    /// <see cref="Microsoft.Extensions.Hosting.HostOptions.ShutdownTimeout"/>.
    /// </value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets whether a client is closed, with status 1008, when the credential of its request has ended: by the <c>ExpiresUtc</c> of the authentication ticket, or
    /// else by the claim <c>exp</c>. <see cref="WebSocketClient.TryRenewCredential"/> moves that.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CloseOnExpiry { get; set; } = true;

    /// <summary>Gets or sets how much longer than its credential a client lasts, counted from when the credential was taken where it had ended by then.</summary>
    /// <value>The default is 30 seconds; it must not be negative.</value>
    public TimeSpan ExpiryGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the check of a page's origin, which is given the request and its <c>Origin</c> header.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the origin's host and port must be those of the request, which keeps pages of other sites from using a
    /// visitor's cookies here. Requests without the header do not come from a page, and are not checked. A check that throws refuses.
    /// </value>
    public Func<HttpContext, string, bool>? AllowOrigin { get; set; }

    /// <summary>Gets or sets the hook that lets clients in or turns them away with HTTP 403. It runs after the check of the origin.</summary>
    /// <value>The default is <see langword="null"/>: everyone is let in. A hook that throws turns the client away.</value>
    public Func<HttpContext, ValueTask<AdmissionResult>>? AllowRequest { get; set; }

    /// <summary>Gets or sets what chooses among the subprotocols a client offers (<c>Sec-WebSocket-Protocol</c>), or none with <see langword="null"/>.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the first one offered. It is called only where some are offered; browsers fail a connection on which
    /// none of those they offered was chosen. A choice that was not offered, or a hook that throws, refuses the client.
    /// </value>
    public Func<HttpContext, IReadOnlyList<string>, string?>? SelectSubprotocol { get; set; }
}
