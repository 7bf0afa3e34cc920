namespace Sockeye.Engine;

/// <summary>Why a request was refused. The values are the error codes of the Engine.IO protocol.</summary>
public enum ConnectionError
{
    /// <summary>The <c>transport</c> parameter names no transport that is on (<c>Transport unknown</c>).</summary>
    UnknownTransport = 0,

    /// <summary>The <c>sid</c> parameter names no session (<c>Session ID unknown</c>).</summary>
    UnknownSession = 1,

    /// <summary>A handshake must be a GET (<c>Bad handshake method</c>).</summary>
    BadHandshakeMethod = 2,

    /// <summary>The request does not fit its session or its transport (<c>Bad request</c>).</summary>
    BadRequest = 3,

    /// <summary>The admission hook refused (<c>Forbidden</c>).</summary>
    Forbidden = 4,

    /// <summary>The <c>EIO</c> parameter names another protocol revision than 4 (<c>Unsupported protocol version</c>).</summary>
    UnsupportedProtocolVersion = 5,
}
