namespace Sockeye.Server.Acknowledgements;

/// <summary>Answers one event of a client that asked for an acknowledgement.</summary>
internal sealed class SocketAck(Socket socket, ulong id) : Ack
{
    /// <inheritdoc />
    protected override void Write(ReadOnlySpan<object?> arguments) => socket.SendAck(id, arguments);
}
