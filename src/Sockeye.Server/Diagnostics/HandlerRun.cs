using System.Diagnostics;

namespace Sockeye.Server.Diagnostics;

/// <summary>The run of one event's handlers, while somebody wants to know of it.</summary>
internal readonly struct HandlerRun
{
    private readonly Socket _socket;
    private readonly string _eventName;
    private readonly long _started;
    private readonly Activity? _before;
    private readonly Activity? _activity;

    private HandlerRun(Socket socket, string eventName)
    {
        _socket = socket;
        _eventName = eventName;
        _started = socket.Server.Telemetry.Now;
        _before = Activity.Current;
        _activity = ServerActivities.IsOn ? ServerActivities.StartProcess(eventName, socket) : null;
    }

    public static HandlerRun Begin(Socket socket, string eventName) => new(socket, eventName);

    /// <summary>Ends it when the handlers have ended. They have all been started: what the caller does next is no part of it.</summary>
    public ValueTask EndWith(ValueTask running)
    {
        Activity.Current = _before;
        if (!running.IsCompletedSuccessfully)
        {
            return EndAsync(running);
        }

        End();
        return ValueTask.CompletedTask;
    }

    private async ValueTask EndAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        End();
    }

    private void End()
    {
        _activity?.Dispose();
        Activity.Current = _before;
        _socket.Server.Telemetry.OnHandled(_socket.Namespace, _eventName, _started);
    }
}
