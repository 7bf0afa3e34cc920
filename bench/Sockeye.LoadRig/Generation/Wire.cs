using System.Text;

namespace Sockeye.LoadRig.Generation;

/// <summary>What a server's protocol says over WebSocket: the messages of every workload as bytes, made before the run.</summary>
internal abstract class Wire
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    public static Wire Named(string name) => name switch
    {
        "socket.io" => new SocketIOWire(),
        "signalr" => new SignalRWire(),
        _ => throw new ArgumentException($"There is no protocol {name}: it is socket.io or signalr."),
    };

    /// <summary>Gets a value indicating whether a frame may hold several messages, each ended by 0x1E.</summary>
    public abstract bool HasRecords { get; }

    /// <summary>Gets a value indicating whether the client speaks first, without waiting for a message of the server.</summary>
    public abstract bool SpeaksFirst { get; }

    /// <summary>Gets a value indicating whether a client must be heard of even when the server has not asked.</summary>
    public virtual bool ClientsBeat => false;

    /// <summary>Gets the frame with which the client enters, once the WebSocket (or the server's first message) is there.</summary>
    public abstract byte[] EnterFrame { get; }

    /// <summary>Gets what the client sends when it leaves: its protocol's farewell and WebSocket's.</summary>
    public abstract byte[] LeaveFrames { get; }

    /// <summary>Gets the frame that answers a heartbeat.</summary>
    public abstract byte[] PongFrame { get; }

    protected abstract string Path { get; }

    public byte[] UpgradeRequest(int port) => Encoding.ASCII.GetBytes(
        $"GET {Path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n\r\n");

    public abstract bool IsGreeting(ReadOnlySpan<byte> message);

    public abstract bool IsEntered(ReadOnlySpan<byte> message);

    public abstract bool IsPing(ReadOnlySpan<byte> message);

    public abstract byte[] EchoFrame(string value);

    public abstract byte[] EchoAnswer(string value);

    public abstract byte[] BroadcastFrame(string value);

    public abstract byte[] BroadcastMessage(string value);

    /// <summary>Makes the frame with which a client joins the rooms <c>room-0</c>, <c>room-1</c> and so on.</summary>
    public abstract byte[] JoinFrame(string room, int count);

    /// <summary>Makes the frame with which a client publishes to a room; its members get a <see cref="BroadcastMessage"/>.</summary>
    public abstract byte[] PublishFrame(string room, string value);

    /// <summary>Reads the value out of an answer to <see cref="EchoFrame"/>, however it is escaped, or gives null where it is another message.</summary>
    public abstract string? ReadEcho(ReadOnlySpan<byte> message);

    public abstract string? ReadBroadcast(ReadOnlySpan<byte> message);
}
