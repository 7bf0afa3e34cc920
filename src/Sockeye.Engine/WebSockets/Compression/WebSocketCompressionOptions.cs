namespace Sockeye.Engine;

/// <summary>How WebSocket messages are compressed (<c>permessage-deflate</c>, RFC 7692), where the client wants that.</summary>
/// <remarks>
/// The defaults keep no state for a connection between two messages, so that idle connections cost nothing and a broadcast is compressed once for all.
/// Compressing what an attacker can add to beside a secret lets the length tell about the secret: send such messages with their compress flag off.
/// Hosts that bring WebSockets of their own do not compress.
/// </remarks>
public sealed class WebSocketCompressionOptions
{
    /// <summary>Gets or sets from how many bytes on a message is compressed.</summary>
    /// <value>The default is 1,024; it must be at least 0.</value>
    public int Threshold { get; set; } = 1024;

    /// <summary>Gets or sets the size of the server's window, as a power of two. A client may ask for a smaller one.</summary>
    /// <value>The default is 15, which is 32 KiB; it must be between 9 and 15.</value>
    public int ServerMaxWindowBits { get; set; } = 15;

    /// <summary>Gets or sets the size of the clients' windows, as a power of two. Below 15 there is no compression with clients that cannot be told theirs.</summary>
    /// <value>The default is 15; it must be between 9 and 15.</value>
    public int ClientMaxWindowBits { get; set; } = 15;

    /// <summary>Gets or sets whether the server compresses a message with what it remembers of those before it, unless the client forbids that.</summary>
    /// <value>
    /// The default is <see langword="false"/>. Where it is on, small alike messages shrink more, a connection holds some 300 KB once something was
    /// compressed, and a broadcast is compressed for each receiver.
    /// </value>
    public bool ServerContextTakeover { get; set; }

    /// <summary>Gets or sets whether a client may do the same.</summary>
    /// <value>The default is <see langword="false"/>. Where it is on, a connection holds some 40 KB once something compressed has come.</value>
    public bool ClientContextTakeover { get; set; }
}
