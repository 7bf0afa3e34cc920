using System.Reflection;

namespace Sockeye;

/// <summary>An event on its way through the filters of a handler method.</summary>
/// <remarks>Belongs to one event; used by one filter at a time.</remarks>
public sealed class EventFilterContext
{
    internal EventFilterContext(Socket socket, string eventName, EventArguments arguments, Ack ack, MethodInfo method, IServiceProvider services)
    {
        Socket = socket;
        EventName = eventName;
        Arguments = arguments;
        Ack = ack;
        Method = method;
        Services = services;
    }

    /// <summary>Gets the socket.</summary>
    public Socket Socket { get; }

    /// <summary>Gets the event's name.</summary>
    public string EventName { get; }

    /// <summary>Gets or sets the arguments that the handler will be given; <see cref="SetArguments"/> makes them of values.</summary>
    public EventArguments Arguments
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }

    /// <summary>
    /// Gets the answer to the event, which is what the handler returns unless a filter has answered before; <see cref="Ack.Unwanted"/> where none is wanted.
    /// </summary>
    public Ack Ack { get; }

    /// <summary>Gets the handler method; its attributes and those of its class may tell a filter what to do.</summary>
    public MethodInfo Method { get; }

    /// <summary>Gets the event's scope of services, which the handler shares.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets a token that is cancelled when the socket disconnects.</summary>
    public CancellationToken Aborted => Socket.Aborted;

    /// <summary>Puts other arguments in the place of those that came.</summary>
    /// <param name="values">The arguments.</param>
    /// <exception cref="NotSupportedException">A value cannot be written as JSON.</exception>
    public void SetArguments(params ReadOnlySpan<object?> values) => Arguments = EventArguments.From(Socket.Codec.Serializer, values);
}
