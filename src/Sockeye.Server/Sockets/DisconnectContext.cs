namespace Sockeye;

/// <summary>What a listener of a disconnect is told.</summary>
public readonly struct DisconnectContext
{
    internal DisconnectContext(Socket socket, DisconnectReason reason, string? detail)
    {
        Socket = socket;
        Reason = reason;
        Detail = detail;
    }

    /// <summary>Gets the socket that disconnects.</summary>
    public Socket Socket { get; }

    /// <summary>Gets why it disconnects.</summary>
    public DisconnectReason Reason { get; }

    /// <summary>Gets the reason in the words of Socket.IO, such as <c>transport close</c>.</summary>
    public string ReasonText => Reason switch
    {
        DisconnectReason.TransportClose => "transport close",
        DisconnectReason.TransportError => "transport error",
        DisconnectReason.PingTimeout => "ping timeout",
        DisconnectReason.ParseError => "parse error",
        DisconnectReason.ForcedClose => "forced close",
        DisconnectReason.ServerShuttingDown => "server shutting down",
        DisconnectReason.SlowClient => "slow client",
        DisconnectReason.ClientNamespaceDisconnect => "client namespace disconnect",
        _ => "server namespace disconnect",
    };

    /// <summary>Gets what else is known, such as which rule a packet broke; often <see langword="null"/>.</summary>
    public string? Detail { get; }
}
