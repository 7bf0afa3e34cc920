using Sockeye.Engine;

namespace Sockeye;

/// <summary>How the connection of a <see cref="WebSocketClient"/> ended.</summary>
public readonly struct WebSocketCloseContext
{
    internal WebSocketCloseContext(int code, string reason, CloseReason cause, string? detail)
    {
        Code = code;
        Reason = reason;
        Cause = cause;
        Detail = detail;
    }

    /// <summary>
    /// Gets the status of the closing frame (RFC 6455, section 7.4): the client's, or the server's where the client broke a rule. 1005 means that the
    /// frame had none, 1006 that there was no frame: the client vanished, did not answer, or was cut off.
    /// </summary>
    public int Code { get; }

    /// <summary>Gets what the closing frame says beside its status; empty where it says nothing.</summary>
    public string Reason { get; }

    /// <summary>Gets why it ended, as this side sees it.</summary>
    public CloseReason Cause { get; }

    /// <summary>Gets more about the cause, for people, or <see langword="null"/>.</summary>
    public string? Detail { get; }
}
