using System.Text.Json;
using Sockeye.Adapters;
using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Handlers;

namespace Sockeye;

/// <summary>How a Socket.IO server treats its clients; the options of the transport underneath are among them.</summary>
/// <remarks>Set them before the server starts; they are validated then, and changes made later have no effect that can be relied on.</remarks>
public sealed class SocketServerOptions : EngineOptions
{
    /// <summary>Gets or sets the path clients connect to.</summary>
    /// <value>The default is <c>/socket.io</c>, which clients use unless told otherwise. It begins with a slash and does not end with one.</value>
    public string Path { get; set; } = "/socket.io";

    /// <summary>Gets or sets whether the browser client's files are served under <see cref="Path"/>, such as <c>/socket.io/socket.io.js</c>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ServeClient { get; set; } = true;

    /// <summary>Gets or sets how long a client may take to join its first namespace before its connection is closed.</summary>
    /// <value>The default is 45 seconds; it must be longer than zero.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Gets or sets how long the attachments of a packet may take to arrive before the connection is closed.</summary>
    /// <value>The default is 30 seconds; it must be longer than zero.</value>
    public TimeSpan AttachmentTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the server waits for an acknowledgement where no other time is asked for.</summary>
    /// <value>The default is <see langword="null"/>: until the socket disconnects. A time must be longer than zero.</value>
    public TimeSpan? AckTimeout { get; set; }

    /// <summary>
    /// Gets or sets what a client is answered that asked for an acknowledgement of an event which failed: its handler or middleware threw, or an argument cannot be
    /// read as what the handler takes. It is asked when all handlers of the event have ended and none has answered, after <see cref="SocketServer.OnHandlerError"/>.
    /// </summary>
    /// <value>
    /// The default is <see cref="HandlerErrorContext.ToAnswer"/>, a code and nothing of the exception. <see langword="null"/>, from the hook as well, leaves the client
    /// without an answer. A hook that throws, or whose answer cannot be written, is logged, and the default is sent.
    /// </value>
    public Func<HandlerErrorContext, object?>? FailureAnswer { get; set; } = static failure => failure.ToAnswer();

    /// <summary>Gets or sets how arguments are written and read as JSON.</summary>
    /// <value>
    /// The default, <see langword="null"/>, is camel case for properties and reflection where the application allows it. Applications that
    /// are trimmed or compiled ahead of time give options with source-generated metadata.
    /// </value>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>Gets or sets what makes the codec, which turns packets into bytes and back. Every client must use the same one.</summary>
    /// <value>
    /// The default makes a <see cref="JsonPacketCodec"/>, which clients use unless told otherwise; <see cref="UseMessagePack"/> makes a <see
    /// cref="MessagePackPacketCodec"/>. It is given what reads and writes values by <see cref="SerializerOptions"/>.
    /// </value>
    public Func<PayloadSerializer, PacketCodec> Codec { get; set; } = static serializer => new JsonPacketCodec(serializer);

    /// <summary>Gets or sets what makes the adapter of each namespace.</summary>
    /// <value>The default makes an <see cref="InMemoryAdapter"/>: the server stands alone.</value>
    public AdapterFactory Adapter { get; set; } = static (_, local) => new InMemoryAdapter(local);

    /// <summary>Gets or sets whether a dynamic namespace is removed when its last socket has left; it is made again when it is asked for.</summary>
    /// <value>
    /// The default is <see langword="true"/>, since clients choose the names (Node's is false). One that the application asked for by name
    /// is kept in any case: it may hold on to it.
    /// </value>
    public bool CleanupEmptyChildNamespaces { get; set; } = true;

    /// <summary>Gets or sets how many event handlers of one socket may run at the same time, for namespaces that do not say otherwise.</summary>
    /// <value>The default is 1: strictly in order. It must be at least 1; <see cref="int.MaxValue"/> is Node's way.</value>
    public int HandlerConcurrency { get; set; } = 1;

    /// <summary>
    /// Gets or sets whether events are handled the way Node does: handlers start in the order in which the events came, and none waits for
    /// another to end. It is <see cref="HandlerConcurrency"/> without a limit.
    /// </summary>
    /// <value>The default is <see langword="false"/>: a socket's next event waits until the handlers of the one before it have ended.</value>
    public bool NodeOrdering { get; set; }

    /// <summary>Gets or sets how many events of a socket may wait for their turn before the server stops reading from its connection.</summary>
    /// <value>The default is 128; it must be at least 1.</value>
    public int InboxEvents { get; set; } = 128;

    /// <summary>Gets or sets how many bytes of a socket's events may wait for their turn before the server stops reading from its connection.</summary>
    /// <value>The default is 1 MiB; it must be at least 1.</value>
    public long InboxBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Gets or sets how many events of a socket may wait while its client owes an acknowledgement, for which reading goes on; past it the
    /// connection is closed.
    /// </summary>
    /// <value>The default is 1,024; it must be at least <see cref="InboxEvents"/>.</value>
    public int InboxHardLimitEvents { get; set; } = 1024;

    /// <summary>Gets or sets the same limit in bytes.</summary>
    /// <value>The default is 8 MiB; it must be at least <see cref="InboxBytes"/>.</value>
    public long InboxHardLimitBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many packets a connection may send in a second, in all its namespaces together; acknowledgements do not count. As many may
    /// come at once after a rest. Past that the server reads more slowly, which is back-pressure down to TCP: nothing is refused or lost.
    /// </summary>
    /// <value>The default is 20,000, which no client reaches that does not mean to; it must be at least 1. For limits by socket, event or user see <see cref="RateLimitExtensions"/>.</value>
    public int MaxEventsPerSecond { get; set; } = 20_000;

    /// <summary>
    /// Gets or sets how many events of a connection rate limits (<see cref="RateLimitExtensions"/>) may refuse within a minute; past it the
    /// connection is closed, since its client does not heed what it is told.
    /// </summary>
    /// <value>The default is 1,000; it must be at least 1.</value>
    public int MaxRefusedEventsPerMinute { get; set; } = 1_000;

    /// <summary>Gets or sets how many namespaces one connection may join.</summary>
    /// <value>The default is 64; it must be at least 1.</value>
    public int MaxNamespacesPerConnection { get; set; } = 64;

    /// <summary>Gets or sets how many rooms a socket may be in, and how they may be called.</summary>
    /// <value>The default is <see cref="RoomLimits.Default"/>. It holds for every way into a room; what exceeds it is a <see cref="RoomLimitException"/>.</value>
    public RoomLimits RoomLimits { get; set; } = RoomLimits.Default;

    /// <summary>
    /// Gets or sets how many acknowledgements one socket may owe. A question beyond that is not sent, and ends with <see cref="AckFailure.TooMany"/>: a client that
    /// never answers would otherwise keep all of them until it disconnects.
    /// </summary>
    /// <value>The default is 10,000; it must be at least 1.</value>
    public int MaxPendingAcks { get; set; } = 10_000;

    /// <summary>Gets or sets what is accepted of a single packet: attachments, depth, lengths of names.</summary>
    /// <value>The default is <see cref="PacketLimits.Default"/>.</value>
    public PacketLimits PacketLimits { get; set; } = PacketLimits.Default;

    /// <summary>
    /// Gets or sets over what time clients are sent away when the application stops, as <see cref="SocketServer.DrainAsync"/> does. It is shortened where the
    /// host's <see cref="Microsoft.Extensions.Hosting.HostOptions.ShutdownTimeout"/> (30 seconds unless set) would be over before all have gone.
    /// </summary>
    /// <value>The default is zero: all connections are closed at once. It must not be negative.</value>
    public TimeSpan DrainWindow { get; set; } = TimeSpan.Zero;

    /// <summary>Gets or sets the name of an event that each socket is sent, without arguments, just before its connection closes for draining.</summary>
    /// <value>The default is <see langword="null"/>: clients see the close alone. It must not be empty or a reserved name.</value>
    public string? DrainEvent { get; set; }

    /// <summary>
    /// Gets or sets how clients that lose their connection come back to where they were: to their id, rooms and data, with the events that they
    /// missed. Each event then carries its offset as a further argument, and every client of Socket.IO 4.6 or later gives that back by itself.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a client that comes back is a new one, and nothing is kept.</value>
    public RecoveryOptions? Recovery { get; set; }

    /// <summary>
    /// Gets or sets what says whose a socket is, for <see cref="UserExtensions.ToUser"/>; asked when middleware has accepted the socket, so
    /// that it can use what middleware put into <see cref="Socket.Data"/>, and again when its user changes. One that throws refuses the socket, or disconnects it.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the claim <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> of <see cref="Socket.User"/>. A
    /// socket whose id is <see langword="null"/> or empty is nobody's.
    /// </value>
    public Func<Socket, string?>? UserId { get; set; }

    /// <summary>Gets or sets what happens when users' credentials end, and how clients show new ones.</summary>
    /// <value>By default a connection ends 30 seconds after its credential, and clients may renew it.</value>
    public CredentialOptions Credentials { get; set; } = new();

    /// <summary>Gets the filters around all handler methods: see <see cref="EventFilterOptionsExtensions"/>.</summary>
    internal List<FilterOrigin> Filters { get; } = [];

    /// <summary>Gets the number that <see cref="NodeOrdering"/> and <see cref="HandlerConcurrency"/> come to.</summary>
    internal int HandlersAtOnce => NodeOrdering ? int.MaxValue : HandlerConcurrency;

    /// <summary>
    /// Speaks MessagePack with clients, as <c>socket.io-msgpack-parser</c> does: binary is no longer apart from its packet, and packets are
    /// smaller. Clients need the same, as in <c>io({ parser: msgpackParser })</c>; <c>socket.io.msgpack.min.js</c> has it built in.
    /// </summary>
    /// <returns>These options.</returns>
    public SocketServerOptions UseMessagePack()
    {
        Codec = static serializer => new MessagePackPacketCodec(serializer);
        return this;
    }
}
