namespace Sockeye.Server.Acknowledgements;

/// <summary>Answers one event of a client that asked for an acknowledgement.</summary>
internal sealed class SocketAck(Socket socket, ulong id) : Ack, IFailureReceiver
{
    /// <inheritdoc />
    /// <remarks>Answers with what the application makes of it, unless there is an answer already.</remarks>
    public void Take(HandlerErrorContext failure)
    {
        if (IsSent || socket.Server.Options.FailureAnswer is not { } answerTo)
        {
            return;
        }

        try
        {
            if (answerTo(failure) is { } answer)
            {
                Send(answer);
            }
        }
        catch (Exception exception)
        {
            socket.Server.ReportErrorHook(exception);
            Send(failure.ToAnswer());
        }
    }

    /// <inheritdoc />
    protected override void Write(ReadOnlySpan<object?> arguments) => socket.SendAck(id, arguments);
}
