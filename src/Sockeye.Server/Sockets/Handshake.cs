using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;

namespace Sockeye;

/// <summary>What a client presented when it connected: its first HTTP request, and the payload of its CONNECT packet.</summary>
/// <remarks>One for each socket: two namespaces of one connection share the request, not the payload. Safe to use from many threads.</remarks>
public sealed class Handshake
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly HandshakeRequest _request;
    private readonly PayloadSerializer _serializer;
    private readonly byte[] _auth;

    internal Handshake(HandshakeRequest request, ReadOnlyMemory<byte> auth, PayloadSerializer serializer)
    {
        _request = request;
        _serializer = serializer;
        _auth = auth.IsEmpty ? Nothing : auth.ToArray();
    }

    /// <summary>Gets the headers of the first HTTP request.</summary>
    public IHeaderDictionary Headers => _request.Headers;

    /// <summary>Gets the query of the first HTTP request, the protocol's own parameters among them.</summary>
    public IQueryCollection Query => _request.Query;

    /// <summary>Gets path and query of the first HTTP request.</summary>
    public string Url => _request.Url;

    /// <summary>Gets the address the first HTTP request came from.</summary>
    public IPAddress? Address => _request.RemoteAddress;

    /// <summary>Gets the user whom the application's authentication found in the first HTTP request.</summary>
    public ClaimsPrincipal User => _request.User;

    /// <summary>Gets whether the first HTTP request came over TLS.</summary>
    public bool IsSecure => _request.IsSecure;

    /// <summary>Gets whether the first HTTP request named an origin.</summary>
    public bool IsCrossDomain => _request.IsCrossDomain;

    /// <summary>Gets when the connection was opened.</summary>
    public DateTimeOffset Issued => _request.Issued;

    /// <summary>Gets the payload of the CONNECT packet; an empty object where the client sent none.</summary>
    public JsonElement Auth => JsonElement.Parse(_auth);

    /// <summary>Reads the payload of the CONNECT packet.</summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <exception cref="JsonException">The payload is not of that type.</exception>
    /// <exception cref="NotSupportedException">The server's serializer options know nothing of the type.</exception>
    public T? GetAuth<T>() => JsonSerializer.Deserialize(_auth, (JsonTypeInfo<T>)_serializer.Options.GetTypeInfo(typeof(T)));
}
