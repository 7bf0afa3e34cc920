using Microsoft.Extensions.Logging;
using Sockeye.Events;
using Sockeye.Server.Acknowledgements;

namespace Sockeye.Server.Diagnostics;

/// <summary>Tells of handlers that failed and of what was refused: the log, the meters and whoever listens.</summary>
internal sealed partial class HandlerErrors(ILogger logger, ServerTelemetry telemetry)
{
    public ListenerList<Action<HandlerErrorContext>> Listeners { get; } = new();

    /// <summary>Tells of a failure, and then whoever answers the event, where its sender asked for that.</summary>
    public void Report(Socket socket, string eventName, Exception exception, IFailureReceiver? receiver)
    {
        if (exception is EventArgumentException unreadable)
        {
            // What a client sends must not be able to fill the log.
            telemetry.OnRefused(RefusalReasons.UnreadableArgument);
            Log.ArgumentUnreadable(logger, socket.Id, eventName, unreadable.Message);
        }
        else if (exception is EventRefusedException)
        {
            telemetry.OnRefused(RefusalReasons.Event);
            Log.EventRefused(logger, socket.Id, eventName, exception.Message);
        }
        else if (exception is RoomLimitException)
        {
            ReportRoomsRefused(socket, exception.Message);
        }
        else
        {
            telemetry.OnFailed(exception);
            Log.HandlerFailed(logger, socket.Id, eventName, exception);
        }

        ServerActivities.OnFailed(exception);
        var context = new HandlerErrorContext(socket, eventName, exception);
        Notify(Listeners, context);
        if (socket.CatchAllListeners is { } catchAll)
        {
            Notify(catchAll.Middleware.Errors, context);
        }

        receiver?.Take(context);
    }

    public void ReportRoomsRefused(Socket socket, string problem)
    {
        telemetry.OnRefused(RefusalReasons.RoomLimit);
        Log.RoomsRefused(logger, socket.Id, problem);
    }

    public void ReportHook(Exception failure) => Log.ErrorHookFailed(logger, failure);

    private void Notify(ListenerList<Action<HandlerErrorContext>> listeners, HandlerErrorContext context)
    {
        foreach (var listener in listeners.Snapshot())
        {
            try
            {
                listener(context);
            }
            catch (Exception failure)
            {
                Log.ErrorHookFailed(logger, failure);
            }
        }
    }
}
