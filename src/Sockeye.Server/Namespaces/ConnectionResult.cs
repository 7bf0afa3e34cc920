namespace Sockeye;

/// <summary>What middleware decides about a socket that wants to connect.</summary>
public readonly struct ConnectionResult
{
    private readonly string? _message;

    private ConnectionResult(string message, object? data)
    {
        _message = message;
        RefusalData = data;
    }

    /// <summary>Gets the result that lets the socket go on: to the next middleware, and after the last one to the connection listeners.</summary>
    public static ConnectionResult Accept => default;

    /// <summary>Gets whether the socket may go on.</summary>
    public bool IsAccepted => _message is null;

    /// <summary>Gets what the client is told as <c>error.message</c>; empty where the socket is accepted.</summary>
    public string Message => _message ?? string.Empty;

    /// <summary>Gets what the client is given as <c>error.data</c>, or <see langword="null"/>.</summary>
    public object? RefusalData { get; }

    /// <summary>Makes the result that refuses the socket: the client's <c>connect_error</c> fires.</summary>
    /// <param name="message">What the client is told as <c>error.message</c>.</param>
    /// <param name="data">What the client is given as <c>error.data</c>, written as JSON.</param>
    public static ConnectionResult Refuse(string message, object? data = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return new(message, data);
    }
}
