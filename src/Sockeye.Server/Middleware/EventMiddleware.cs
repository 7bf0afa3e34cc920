using System.Collections.Immutable;
using Sockeye.Events;
using Sockeye.Server.Acknowledgements;

namespace Sockeye.Server.Middleware;

/// <summary>The middleware of one socket, in order of registration, and who is told of what it refuses and of handlers that fail.</summary>
internal sealed class EventMiddleware
{
    private ImmutableArray<Func<IncomingEvent, ValueTask<EventResult>>> _chain = [];

    public ListenerList<Action<HandlerErrorContext>> Errors { get; } = new();

    public bool IsEmpty => _chain.IsEmpty;

    public void Add(Func<IncomingEvent, ValueTask<EventResult>> middleware) =>
        ImmutableInterlocked.Update(ref _chain, static (chain, added) => chain.Add(added), middleware);

    /// <summary>Lets an event through; false where it ends here, which has been reported then.</summary>
    public async ValueTask<bool> RunAsync(IncomingEvent incoming)
    {
        foreach (var middleware in _chain)
        {
            try
            {
                var result = await middleware(incoming).ConfigureAwait(false);
                if (!result.IsContinued)
                {
                    incoming.Socket.Server.ReportHandlerError(incoming.Socket, incoming.Name, new EventRefusedException(result));
                    return false;
                }
            }
            catch (Exception exception)
            {
                incoming.Socket.Server.ReportHandlerError(incoming.Socket, incoming.Name, exception, incoming.Ack as SocketAck);
                return false;
            }
        }

        return true;
    }
}
