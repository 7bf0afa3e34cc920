using System.Diagnostics;

namespace Sockeye.Server.Diagnostics;

/// <summary>The activities of servers, named after OpenTelemetry's conventions for messaging. None is made while nobody listens.</summary>
internal static class ServerActivities
{
    public static readonly ActivitySource Source = new(ServerInstruments.Name);

    public static bool IsOn => Source.HasListeners();

    /// <summary>Starts an activity beneath the current one.</summary>
    /// <param name="name">Its name; no part of it is chosen by a client.</param>
    /// <param name="operation">What is done, as the conventions call it.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="ns">The namespace it is in.</param>
    /// <param name="links">What it belongs to besides.</param>
    /// <returns>Null where nobody wants it.</returns>
    public static Activity? Start(string name, string operation, ActivityKind kind, Namespace ns, ActivityLink[]? links = null)
    {
        var activity = Source.StartActivity(kind, name: name, links: links);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("messaging.system", "socket.io");
            activity.SetTag("messaging.operation.name", operation);
            activity.SetTag("messaging.destination.name", ns.Name);
        }

        return activity;
    }

    /// <summary>Starts the activity of an event's handlers. It is a root of its own, linked to the request that carries the connection for hours.</summary>
    public static Activity? StartProcess(string eventName, Socket socket)
    {
        var links = Activity.Current is { } request ? new[] { new ActivityLink(request.Context) } : null;
        Activity.Current = null;
        var activity = Start($"process {eventName}", "process", ActivityKind.Consumer, socket.Namespace, links);
        activity?.SetTag("sockeye.socket.id", socket.Id);
        return activity;
    }

    /// <summary>Tells of an event that goes out: a point in time beneath the activity that emits it.</summary>
    public static void Send(string eventName, Namespace ns) => Start($"send {eventName}", "send", ActivityKind.Producer, ns)?.Dispose();

    /// <summary>Lets a socket through the middleware of its namespace.</summary>
    public static async ValueTask<ConnectionResult> ConnectAsync(Namespace ns, Socket socket)
    {
        using var activity = Start("connect", "connect", ActivityKind.Server, ns);
        activity?.SetTag("sockeye.socket.id", socket.Id);
        var result = await ns.AdmitAsync(socket).ConfigureAwait(false);
        if (!result.IsAccepted)
        {
            activity?.SetStatus(ActivityStatusCode.Error, result.Message);
        }

        return result;
    }

    /// <summary>Notes a failure in the activity it belongs to.</summary>
    public static void OnFailed(Exception exception)
    {
        if (IsOn && Activity.Current is { } activity && activity.Source == Source)
        {
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
            activity.SetTag("error.type", exception.GetType().FullName);
            activity.AddException(exception);
        }
    }
}
