using System.Text.Json;
using Sockeye.Server.Control;

namespace Sockeye;

/// <summary>What the hook for failing handlers is told.</summary>
public readonly struct HandlerErrorContext
{
    internal HandlerErrorContext(Socket socket, string eventName, Exception exception)
    {
        Socket = socket;
        EventName = eventName;
        Exception = exception;
    }

    /// <summary>Gets the socket whose handler failed. It stays connected; one whose middleware failed is refused.</summary>
    public Socket Socket { get; }

    /// <summary>Gets the event's name; <c>connection</c>, <c>disconnecting</c> or <c>disconnect</c> for the listeners of those.</summary>
    public string EventName { get; }

    /// <summary>Gets the position of the argument that could not be read, counted from 0; <see langword="null"/> where the handler itself failed.</summary>
    public int? Position => (Exception as EventArgumentException)?.Position;

    /// <summary>Gets what went wrong; an <see cref="EventArgumentException"/> where an argument could not be read.</summary>
    public Exception Exception { get; }

    /// <summary>
    /// Makes what the client is told unless <see cref="SocketServerOptions.FailureAnswer"/> says otherwise, in the form of every refusal:
    /// <c>{ error: { code, message, event, argument } }</c>. The code is <c>invalid_argument</c> where an argument cannot be read, whose position is
    /// <c>argument</c>, and otherwise <c>server_error</c>. Nothing of the exception is in it.
    /// </summary>
    public JsonElement ToAnswer() => (Position is { } position
        ? new Refusal("invalid_argument", $"Argument {position} is missing, or not of the kind that is expected.") { EventName = EventName, Argument = position }
        : new Refusal("server_error", "The event could not be handled.") { EventName = EventName }).ToJson();
}
