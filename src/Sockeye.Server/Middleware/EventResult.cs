namespace Sockeye;

/// <summary>What a socket's middleware decides about an event that came in.</summary>
public readonly struct EventResult
{
    private readonly string? _message;

    private EventResult(string message, object? data)
    {
        _message = message;
        RefusalData = data;
    }

    /// <summary>Gets the result that lets the event go on: to the next middleware, and after the last one to the listeners.</summary>
    public static EventResult Continue => default;

    /// <summary>Gets whether the event may go on.</summary>
    public bool IsContinued => _message is null;

    /// <summary>Gets why the event may not go on; empty where it may.</summary>
    public string Message => _message ?? string.Empty;

    /// <summary>Gets what else is known of the refusal, or <see langword="null"/>.</summary>
    public object? RefusalData { get; }

    /// <summary>
    /// Makes the result that ends the event here: its listeners are not called, the error listeners of the socket are. The client is not told; a
    /// middleware that wants it to be answers with <see cref="IncomingEvent.Ack"/>.
    /// </summary>
    /// <param name="message">Why.</param>
    /// <param name="data">What else is known.</param>
    public static EventResult Refuse(string message, object? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return new(message, data);
    }
}
