using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine;

/// <summary>How an Engine.IO endpoint treats its sessions.</summary>
/// <remarks>Read when the engine is made; changes made later have no effect on limits that were already taken over.</remarks>
public class EngineOptions
{
    /// <summary>Gets or sets how long the server waits after a pong, or after the handshake, before it pings.</summary>
    /// <value>The default is 25 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets how long the client has for its pong, counted from when the ping was due.</summary>
    /// <value>The default is 20 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets how long an upgrade to WebSocket may take. One that takes longer is dropped; the session goes on.</summary>
    /// <value>The default is 10 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the largest POST body and the largest WebSocket message a client may send, in bytes.</summary>
    /// <value>The default is 1,000,000; it must be at least 1 and at most 1,000,000,000, the most that one block of memory is grown to.</value>
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>Gets or sets how many packets one POST may carry. More are a parse error.</summary>
    /// <value>The default is 65,536; it must be at least 1.</value>
    public int MaxPacketsPerPayload { get; set; } = 65_536;

    /// <summary>Gets or sets into how many fragments a WebSocket message may be cut. More end the session.</summary>
    /// <value>The default is 4,096; it must be at least 1.</value>
    public int MaxFragmentsPerMessage { get; set; } = 4_096;

    /// <summary>Gets or sets how many sessions there may be at a time, or <see langword="null"/> for any number.</summary>
    /// <value>The default is 100,000; it must be at least 1. A handshake too many is refused as forbidden.</value>
    public int? MaxSessions { get; set; } = 100_000;

    /// <summary>Gets or sets the transports that are accepted.</summary>
    /// <value>The default is both; at least one must be on.</value>
    public EngineTransports Transports { get; set; } = EngineTransports.Polling | EngineTransports.WebSocket;

    /// <summary>Gets or sets whether a session may move from polling to WebSocket.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AllowUpgrades { get; set; } = true;

    /// <summary>
    /// Gets or sets whether clients of revision 3 of the protocol are let in, which is what Socket.IO v2 clients speak, and with them JSON-P polling.
    /// </summary>
    /// <remarks>
    /// One thing is weaker for them: a Socket.IO socket's id is its session's id, or ends with it, and who is told it could use the session. JSON-P, whose
    /// answers any page could run as scripts with the cookies of its visitor, is for the pages that may open WebSockets: see <see cref="AllowOrigin"/>.
    /// </remarks>
    /// <value>The default is <see langword="false"/>: they are refused as of an unsupported protocol version.</value>
    public bool AllowEIO3 { get; set; }

    /// <summary>Gets or sets the hook that lets handshakes in or turns them away. It does not see later requests of a session.</summary>
    /// <value>The default is <see langword="null"/>: everyone is let in. A hook that throws turns the client away.</value>
    public Func<HttpContext, ValueTask<AdmissionResult>>? AllowRequest { get; set; }

    /// <summary>Gets or sets what makes the sessions' ids.</summary>
    /// <value>
    /// The default is <see langword="null"/>: 20 characters of base64url from 12 random bytes and a sequence. An id is a secret that
    /// must not be guessable, and must be unique; one that is taken, or a hook that throws, refuses the handshake.
    /// </value>
    public Func<HttpContext, ValueTask<string>>? GenerateId { get; set; }

    /// <summary>Gets or sets which other origins' pages may use this endpoint over HTTP. The endpoint answers preflights itself.</summary>
    /// <value>
    /// The default is <see langword="null"/>: none. WebSockets are let in from the same origins, see <see cref="AllowOrigin"/>. Where any origin is allowed,
    /// pages of other hosts act for nobody: their WebSockets come without cookies, and one whose user a cookie, a certificate or the like has named is refused.
    /// </value>
    public CorsPolicy? Cors { get; set; }

    /// <summary>
    /// Gets or sets what decides which pages may open a WebSocket, given the request and its <c>Origin</c>: browsers let every page do so, with the
    /// visitor's cookies. Requests without an origin are not asked about, and polling is not either: its answers are kept from other pages by CORS. JSON-P
    /// is (<see cref="AllowEIO3"/>): the origin is that of the header <c>Referer</c>, and <c>null</c> where another site's page keeps it back.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: pages of the request's own host and those that <see cref="Cors"/> allows. The scheme is not compared, as a
    /// proxy that ends TLS hides it; one that changes the host needs the forwarded-headers middleware in front. <c>(_, _) => true</c> lets
    /// everyone in, as Node does. A hook that throws refuses.
    /// </value>
    public Func<HttpContext, string, bool>? AllowOrigin { get; set; }

    /// <summary>Gets or sets the cookie that carries the session's id.</summary>
    /// <value>The default is <see langword="null"/>: no cookie.</value>
    public EngineCookie? Cookie { get; set; }

    /// <summary>Gets or sets how polling answers are compressed, or <see langword="null"/> to leave them as they are.</summary>
    /// <value>By default compression is on from 1,024 bytes.</value>
    public HttpCompressionOptions? HttpCompression { get; set; } = new();

    /// <summary>
    /// Gets or sets how WebSocket messages are compressed (<c>permessage-deflate</c>, Node's <c>perMessageDeflate</c>), or <see langword="null"/> to
    /// leave them as they are.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public WebSocketCompressionOptions? WebSocketCompression { get; set; }

    /// <summary>Gets or sets the hook that may change the headers of the one answer that opens a session.</summary>
    /// <value>The default is <see langword="null"/>. It must not throw.</value>
    public Action<HttpContext, IHeaderDictionary>? OnInitialHeaders { get; set; }

    /// <summary>Gets or sets the hook that may change the headers of each of a session's answers, the one that opens it included.</summary>
    /// <value>The default is <see langword="null"/>. It must not throw.</value>
    public Action<HttpContext, IHeaderDictionary>? OnHeaders { get; set; }

    /// <summary>Gets or sets what gives a new session the observer of its low-level events, or none with <see langword="null"/>.</summary>
    /// <value>The default is <see langword="null"/>: nothing is observed, which costs nothing. A hook that throws is logged.</value>
    public Func<EngineSession, EngineSessionObserver?>? ObserveSession { get; set; }

    /// <summary>Gets or sets the hook that hears of refused requests.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Action<ConnectionErrorContext>? OnConnectionError { get; set; }

    /// <summary>
    /// Gets or sets when a client that is refused because the server is draining or closing is told to come back: <c>Retry-After</c>, in
    /// whole seconds, rounded up.
    /// </summary>
    /// <value>The default is 5 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets what becomes of something that is sent to a client for which <see cref="OutboundBufferBytes"/> or
    /// <see cref="OutboundBufferPackets"/> wait already.
    /// </summary>
    /// <value>The default is <see cref="SlowClientPolicy.Close"/>.</value>
    public SlowClientPolicy SlowClientPolicy { get; set; } = SlowClientPolicy.Close;

    /// <summary>Gets or sets how many bytes may wait for one client. Past that <see cref="SlowClientPolicy"/> says what happens.</summary>
    /// <value>The default is 16 MiB; it must be at least 1. One message alone may be larger.</value>
    public long OutboundBufferBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many packets may wait for one client. Past that <see cref="SlowClientPolicy"/> says what happens.</summary>
    /// <value>The default is 65,536; it must be at least 1.</value>
    public int OutboundBufferPackets { get; set; } = 65_536;

    /// <summary>Gets or sets below how many waiting bytes <see cref="EngineSession.SendAsync(Protocol.EngineIO.EncodedMessage, CancellationToken)"/> sees room for one packet more. It
    /// also wants less than half of <see cref="OutboundBufferPackets"/> to wait.</summary>
    /// <value>The default is 256 KiB; it must be at least 1 and at most <see cref="OutboundBufferBytes"/>.</value>
    public long OutboundRoomBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Gets or sets how long <see cref="EngineSession.SendAsync(Protocol.EngineIO.EncodedMessage, CancellationToken)"/> waits for room, and how long a client may be
    /// beyond its budget with <see cref="SlowClientPolicy.Wait"/>, before it counts as slow and is closed.
    /// </summary>
    /// <value>The default is 10 seconds; it must be at least 50 milliseconds.</value>
    public TimeSpan SlowClientTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
