using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Sockets;

namespace Sockeye;

/// <summary>What a client presented when it connected: its first HTTP request, and the payload of its CONNECT packet.</summary>
/// <remarks>One for each socket: two namespaces of one connection share the request, not the payload. Safe to use from many threads.</remarks>
public sealed class Handshake
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly HandshakeRequest? _request;
    private readonly ToldRequest? _told;
    private readonly PayloadSerializer _serializer;
    private readonly byte[] _auth;

    internal Handshake(HandshakeRequest request, ReadOnlyMemory<byte> auth, PayloadSerializer serializer)
    {
        _request = request;
        _serializer = serializer;
        _auth = auth.IsEmpty ? Nothing : auth.ToArray();
    }

    internal Handshake(ToldRequest told, ReadOnlyMemory<byte> auth, PayloadSerializer serializer)
    {
        _told = told;
        _serializer = serializer;
        _auth = auth.IsEmpty ? Nothing : auth.ToArray();
    }

    /// <summary>Gets the headers of the first HTTP request.</summary>
    public IHeaderDictionary Headers => _request?.Headers ?? _told!.Headers;

    /// <summary>Gets the query of the first HTTP request, the protocol's own parameters among them.</summary>
    public IQueryCollection Query => _request?.Query ?? _told!.Query;

    /// <summary>Gets path and query of the first HTTP request.</summary>
    public string Url => _request?.Url ?? _told!.Url;

    /// <summary>Gets the address the first HTTP request came from.</summary>
    public IPAddress? Address => _request is null ? _told!.Address : _request.RemoteAddress;

    /// <summary>Gets the user whom the application's authentication found in the first HTTP request; nobody for a socket of another node.</summary>
    public ClaimsPrincipal User => _request?.User ?? new ClaimsPrincipal(new ClaimsIdentity());

    /// <summary>Gets whether the first HTTP request came over TLS.</summary>
    public bool IsSecure => _request?.IsSecure ?? _told!.IsSecure;

    /// <summary>Gets whether the first HTTP request named an origin.</summary>
    public bool IsCrossDomain => _request?.IsCrossDomain ?? _told!.IsCrossDomain;

    /// <summary>Gets when the connection was opened.</summary>
    public DateTimeOffset Issued => _request?.Issued ?? _told!.Issued;

    /// <summary>Gets the payload of the CONNECT packet; an empty object where the client sent none.</summary>
    public JsonElement Auth => JsonElement.Parse(_auth);

    /// <summary>Gets whether the client sent a payload.</summary>
    internal bool HasAuth => _auth != Nothing;

    /// <summary>Reads the payload of the CONNECT packet.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <exception cref="JsonException">The payload is not of that type.</exception>
    /// <exception cref="NotSupportedException">The server's serializer options know nothing of the type.</exception>
    public T? GetAuth<T>() => JsonSerializer.Deserialize(_auth, (JsonTypeInfo<T>)_serializer.Options.GetTypeInfo(typeof(T)));
}
