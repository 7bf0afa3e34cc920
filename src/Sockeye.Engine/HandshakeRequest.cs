using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine;

/// <summary>The HTTP request that opened a session. Safe for use from many threads, also after that request has ended.</summary>
public sealed class HandshakeRequest
{
    /// <summary>Gets the request's headers, read-only.</summary>
    public IHeaderDictionary Headers => throw new NotImplementedException();

    /// <summary>Gets the parameters of the request's query.</summary>
    public IQueryCollection Query => throw new NotImplementedException();

    /// <summary>Gets the path and the query, as in <c>/socket.io/?EIO=4&amp;transport=polling</c>.</summary>
    public string Url => throw new NotImplementedException();

    /// <summary>Gets the client's address, or <see langword="null"/> where the server does not know it.</summary>
    public IPAddress? RemoteAddress => throw new NotImplementedException();

    /// <summary>Gets who the request was authenticated as; an anonymous principal otherwise.</summary>
    public ClaimsPrincipal User => throw new NotImplementedException();

    /// <summary>Gets whether the request came over TLS.</summary>
    public bool IsSecure => throw new NotImplementedException();

    /// <summary>Gets whether the request came from a page of some origin (it has an <c>Origin</c> header).</summary>
    public bool IsCrossDomain => throw new NotImplementedException();

    /// <summary>Gets when the session was opened.</summary>
    public DateTimeOffset Issued => throw new NotImplementedException();
}
