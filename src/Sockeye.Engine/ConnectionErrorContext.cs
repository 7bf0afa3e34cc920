using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine;

/// <summary>What <see cref="EngineOptions.OnConnectionError"/> is told about a refused request.</summary>
public readonly struct ConnectionErrorContext
{
    internal ConnectionErrorContext(HttpContext httpContext, ConnectionError code, string message, string? detail)
    {
        HttpContext = httpContext;
        Code = code;
        Message = message;
        Detail = detail;
    }

    /// <summary>Gets the refused request. Good until the hook returns.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Gets the protocol's error code.</summary>
    public ConnectionError Code { get; }

    /// <summary>Gets what the client is told.</summary>
    public string Message { get; }

    /// <summary>Gets which rule was broken, such as <c>TRANSPORT_MISMATCH</c>, where a code stands for several rules.</summary>
    public string? Detail { get; }
}
