namespace Sockeye;

/// <summary>An event on its way through a socket's middleware, which may change it.</summary>
/// <remarks>Belongs to one event; used by one middleware at a time.</remarks>
public sealed class IncomingEvent
{
    internal IncomingEvent(Socket socket, string name, EventArguments arguments, Ack ack)
    {
        Socket = socket;
        Name = name;
        Arguments = arguments;
        Ack = ack;
    }

    /// <summary>Gets the socket.</summary>
    public Socket Socket { get; }

    /// <summary>Gets or sets the event's name: that of the listeners it will reach.</summary>
    public string Name
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }

    /// <summary>Gets or sets the arguments; <see cref="SetArguments"/> makes them of values.</summary>
    public EventArguments Arguments
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    }

    /// <summary>Gets the answer to the event, which the listeners give unless a middleware has; <see cref="Ack.Unwanted"/> where none is wanted.</summary>
    public Ack Ack { get; }

    /// <summary>Gets a token that is cancelled when the socket disconnects.</summary>
    public CancellationToken Aborted => Socket.Aborted;

    /// <summary>Puts other arguments in the place of those that came.</summary>
    /// <param name="values">The arguments.</param>
    /// <exception cref="NotSupportedException">A value cannot be written as JSON.</exception>
    public void SetArguments(params ReadOnlySpan<object?> values) => Arguments = EventArguments.From(Socket.Codec.Serializer, values);
}
