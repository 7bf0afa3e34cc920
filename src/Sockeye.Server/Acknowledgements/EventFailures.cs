namespace Sockeye.Server.Acknowledgements;

/// <summary>What fails in several listeners of one event. Its sender is told when all have ended: one of the others may have an answer.</summary>
internal sealed class EventFailures(SocketAck ack) : IFailureReceiver
{
    private object? _first;

    /// <inheritdoc />
    public void Take(HandlerErrorContext failure) => Interlocked.CompareExchange(ref _first, failure, null);

    /// <summary>All listeners will have ended with a task, which never fails.</summary>
    public async ValueTask EndWithAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        if (Volatile.Read(ref _first) is HandlerErrorContext failure)
        {
            ack.Take(failure);
        }
    }
}
