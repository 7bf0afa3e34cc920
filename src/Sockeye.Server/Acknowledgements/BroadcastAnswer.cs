namespace Sockeye;

/// <summary>One answer to a broadcast that asked for acknowledgements.</summary>
/// <typeparam name="TAnswer">The type of the answer.</typeparam>
public readonly struct BroadcastAnswer<TAnswer>
{
    internal BroadcastAnswer(string? socketId, TAnswer? value)
    {
        SocketId = socketId;
        Value = value;
    }

    /// <summary>Gets who answered; <see langword="null"/> for a server, and for a socket of another node where that does not say.</summary>
    public string? SocketId { get; }

    /// <summary>Gets the answer's first argument; <see langword="null"/> where there was none and the type takes null.</summary>
    public TAnswer? Value { get; }
}
