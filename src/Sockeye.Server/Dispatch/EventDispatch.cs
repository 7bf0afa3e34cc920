using Sockeye.Events;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Acknowledgements;
using Sockeye.Server.Diagnostics;
using Sockeye.Server.Middleware;

namespace Sockeye.Server.Dispatch;

/// <summary>Runs the listeners of one event, in order; what fails in one reaches the hook and not the others, and the event's sender where it waits for an answer.</summary>
internal static class EventDispatch
{
    /// <summary>Starts the listeners and completes, always successfully, when all have ended. The arguments are read before it returns.</summary>
    public static ValueTask RunAsync(Socket socket, string eventName, ulong? ackId, IncomingArguments arguments)
    {
        socket.Server.Telemetry.OnReceived(socket, eventName);
        if (socket.Server.Renewal is { } renewal && eventName == ControlEvents.Renew)
        {
            // Before catch-all listeners and middleware: a credential is nobody else's business.
            return renewal.RunAsync(socket, ackId, arguments.Detach(socket.Codec.Serializer));
        }

        if (socket.CatchAllListeners is { } catchAll)
        {
            if (catchAll.Incoming.Count > 0)
            {
                catchAll.NotifyIncoming(socket, eventName, arguments.Detach(socket.Codec.Serializer));
            }

            if (!catchAll.Middleware.IsEmpty)
            {
                var incoming = new IncomingEvent(
                    socket, eventName, arguments.Detach(socket.Codec.Serializer), ackId is { } wanted ? new SocketAck(socket, wanted) : Ack.Unwanted);
                return RunThroughAsync(catchAll.Middleware, incoming);
            }
        }

        var listeners = socket.Listeners.Snapshot(eventName);
        return listeners.IsEmpty
            ? ValueTask.CompletedTask
            : RunListenersAsync(socket, eventName, listeners, ackId is { } id ? new SocketAck(socket, id) : null, arguments);
    }

    private static async ValueTask RunThroughAsync(EventMiddleware middleware, IncomingEvent incoming)
    {
        // A socket that has gone meanwhile is owed nothing any more, as in Node.
        if (await middleware.RunAsync(incoming).ConfigureAwait(false) && incoming.Socket.Life.CanSend)
        {
            await RunListenersAsync(
                incoming.Socket,
                incoming.Name,
                incoming.Socket.Listeners.Snapshot(incoming.Name),
                incoming.Ack as SocketAck,
                incoming.Arguments.AsIncoming()).ConfigureAwait(false);
        }
    }

    private static ValueTask RunListenersAsync(
        Socket socket, string eventName, ListenerSnapshot<EventBinding> listeners, SocketAck? ack, IncomingArguments arguments) =>
        socket.Server.Telemetry.ObservesHandlers && !listeners.IsEmpty
            ? HandlerRun.Begin(socket, eventName).EndWith(StartAsync(socket, eventName, listeners, ack, arguments))
            : StartAsync(socket, eventName, listeners, ack, arguments);

    private static ValueTask StartAsync(
        Socket socket, string eventName, ListenerSnapshot<EventBinding> listeners, SocketAck? ack, IncomingArguments arguments)
    {
        var invocation = new EventInvocation
        {
            EventName = eventName,
            Arguments = arguments,
            Serializer = socket.Codec.Serializer,
            Ack = ack,
            Aborted = socket.Aborted,
            Source = socket,
        };
        var failures = ack is not null && listeners.Count > 1 ? new EventFailures(ack) : null;
        var receiver = (IFailureReceiver?)failures ?? ack;
        var first = ValueTask.CompletedTask;
        List<Task>? others = null;
        foreach (var listener in listeners)
        {
            var running = Start(socket, listener, in invocation, receiver);
            if (running.IsCompletedSuccessfully)
            {
                continue;
            }

            if (first.IsCompletedSuccessfully)
            {
                first = running;
            }
            else
            {
                (others ??= []).Add(running.AsTask());
            }
        }

        var all = others is null ? first : new ValueTask(Task.WhenAll([first.AsTask(), .. others]));
        return failures?.EndWithAsync(all) ?? all;
    }

    private static ValueTask Start(Socket socket, EventBinding listener, in EventInvocation invocation, IFailureReceiver? receiver)
    {
        try
        {
            var running = listener.InvokeAsync(in invocation);
            return running.IsCompletedSuccessfully ? ValueTask.CompletedTask : ObserveAsync(running, socket, invocation.EventName, receiver);
        }
        catch (Exception exception)
        {
            socket.Server.ReportHandlerError(socket, invocation.EventName, exception, receiver);
            return ValueTask.CompletedTask;
        }
    }

    private static async ValueTask ObserveAsync(ValueTask running, Socket socket, string eventName, IFailureReceiver? receiver)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (socket.Aborted.IsCancellationRequested)
        {
            // A handler that stops because its socket has gone does what it was asked to.
        }
        catch (Exception exception)
        {
            socket.Server.ReportHandlerError(socket, eventName, exception, receiver);
        }
    }
}
