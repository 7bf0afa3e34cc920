using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sockeye.Engine.Http;

namespace Sockeye.Engine;

/// <summary>The HTTP request that opened a session. Safe for use from many threads, also after that request has ended.</summary>
/// <remarks>While the request lasts, as a WebSocket's does, it is read from there: an idle connection keeps no copy of its headers.</remarks>
public sealed class HandshakeRequest
{
    private readonly Lock _gate = new();
    private readonly long _credentialExpires;
    private HttpContext? _live;
    private IHeaderDictionary? _headers;
    private IQueryCollection? _query;
    private ClaimsPrincipal? _user;
    private IPAddress? _remoteAddress;
    private string? _url;
    private bool _isSecure;

    internal HandshakeRequest(HttpContext context, DateTimeOffset issued, long received)
    {
        _live = context;
        Issued = issued;
        Received = received;
        IsCrossDomain = context.Request.Headers.Origin.Count > 0;
        UserKey = RequestUser.KeyOf(context);
        _credentialExpires = UserKey is null ? CredentialTime.Never : CredentialTime.Of(context);
    }

    /// <summary>Gets the request's headers, read-only.</summary>
    public IHeaderDictionary Headers
    {
        get
        {
            lock (_gate)
            {
                return _headers ??= Copy(_live!.Request.Headers);
            }
        }
    }

    /// <summary>Gets the parameters of the request's query.</summary>
    public IQueryCollection Query
    {
        get
        {
            lock (_gate)
            {
                return _query ??= _live!.Request.Query;
            }
        }
    }

    /// <summary>Gets the path and the query, as in <c>/socket.io/?EIO=4&amp;transport=polling</c>.</summary>
    public string Url
    {
        get
        {
            lock (_gate)
            {
                return _url ??= TargetOf(_live!);
            }
        }
    }

    /// <summary>Gets the client's address, or <see langword="null"/> where the server does not know it.</summary>
    public IPAddress? RemoteAddress
    {
        get
        {
            lock (_gate)
            {
                return _live is null ? _remoteAddress : _live.Connection.RemoteIpAddress;
            }
        }
    }

    /// <summary>Gets who the request was authenticated as; an anonymous principal otherwise.</summary>
    public ClaimsPrincipal User
    {
        get
        {
            lock (_gate)
            {
                return _user ??= _live!.User;
            }
        }
    }

    /// <summary>Gets whether the request was authenticated as somebody, without making a principal for nobody.</summary>
    public bool IsAuthenticated => UserKey is not null;

    /// <summary>Gets when the credential ends that the request was authenticated by, or <see langword="null"/> where it has no end that is known.</summary>
    public DateTimeOffset? CredentialExpires => _credentialExpires == CredentialTime.Never ? null : new DateTimeOffset(_credentialExpires, TimeSpan.Zero);

    /// <summary>Gets whether the request came over TLS.</summary>
    public bool IsSecure
    {
        get
        {
            lock (_gate)
            {
                return _live is null ? _isSecure : _live.Request.IsHttps;
            }
        }
    }

    /// <summary>Gets whether the request came from a page of some origin (it has an <c>Origin</c> header).</summary>
    public bool IsCrossDomain { get; }

    /// <summary>Gets when the session was opened.</summary>
    public DateTimeOffset Issued { get; }

    /// <summary>
    /// Gets when the request came to the server, as a timestamp of the server's clock (<see cref="TimeProvider.GetTimestamp"/>): the user was authenticated before
    /// that, and the admission hooks ran behind it.
    /// </summary>
    public long Received { get; }

    /// <summary>Gets what tells the session's user from others; null for nobody.</summary>
    internal string? UserKey { get; }

    /// <summary>Copies what is still read from the request, because that is about to end.</summary>
    internal void Detach()
    {
        lock (_gate)
        {
            if (_live is not { } context)
            {
                return;
            }

            _headers ??= Copy(context.Request.Headers);
            _query ??= context.Request.Query;
            _url ??= TargetOf(context);
            _user ??= context.User;
            _remoteAddress = context.Connection.RemoteIpAddress;
            _isSecure = context.Request.IsHttps;
            _live = null;
        }
    }

    private static HeaderDictionary Copy(IHeaderDictionary headers)
    {
        var copy = new HeaderDictionary(headers.Count);
        foreach (var header in headers)
        {
            copy[header.Key] = header.Value;
        }

        copy.IsReadOnly = true;
        return copy;
    }

    private static string TargetOf(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target
            ? target
            : $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}";
}
