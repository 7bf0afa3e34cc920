namespace Sockeye.Engine;

/// <summary>Whether a handshake is let in.</summary>
public readonly struct AdmissionResult
{
    private AdmissionResult(bool isAllowed, string? message)
    {
        IsAllowed = isAllowed;
        Message = message;
    }

    /// <summary>Gets the answer that lets the client in.</summary>
    public static AdmissionResult Allow => new(true, null);

    /// <summary>Gets whether the client is let in. The default value of this type refuses.</summary>
    public bool IsAllowed { get; }

    /// <summary>Gets what the refused client is told, or <see langword="null"/> for the protocol's <c>Forbidden</c>.</summary>
    public string? Message { get; }

    /// <summary>Makes the answer that turns the client away: HTTP 403 with error code 4 on polling, 400 on WebSocket.</summary>
    /// <param name="message">What the client is told, or <see langword="null"/> for the protocol's <c>Forbidden</c>.</param>
    public static AdmissionResult Refuse(string? message = null) => new(false, message);
}
