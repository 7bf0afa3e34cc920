using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sockeye.Adapters;
using Sockeye.Server.Sockets;

namespace Sockeye;

/// <summary>
/// A socket of any node, as <c>FetchSocketsAsync</c> found it: what is known of it is how things stood then; what is done to it reaches it
/// where it is.
/// </summary>
/// <remarks>Immutable and safe to use from many threads. On a socket that has disconnected meanwhile, emitting and moving does nothing.</remarks>
public sealed class RemoteSocket : ISocketEmitter
{
    private readonly Namespace _namespace;
    private readonly TimeSpan? _timeout;

    internal RemoteSocket(Socket socket)
        : this(socket.Namespace, socket.Id, socket.Handshake, socket.Rooms, new Dictionary<string, object?>(socket.Data, StringComparer.Ordinal), isLocal: true)
    {
    }

    internal RemoteSocket(Namespace ns, SocketDetails details)
        : this(ns, details.Id, HandshakeJson.Read(details.Handshake, ns.Server.Codec.Serializer), details.Rooms, ReadData(details.Data), isLocal: false)
    {
    }

    private RemoteSocket(
        Namespace ns, string id, Handshake handshake, IReadOnlyList<string> rooms, IReadOnlyDictionary<string, object?> data, bool isLocal, TimeSpan? timeout = null)
    {
        _namespace = ns;
        _timeout = timeout;
        Id = id;
        Handshake = handshake;
        Rooms = rooms;
        Data = data;
        IsLocal = isLocal;
    }

    /// <summary>Gets the socket's id.</summary>
    public string Id { get; }

    /// <summary>Gets what the client presented when it connected; for a socket of another node the user is not known here.</summary>
    public Handshake Handshake { get; }

    /// <summary>Gets the rooms it was in, the one named by its id among them.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>Gets what the application kept with it; for a socket of another node the values are <see cref="JsonElement"/>.</summary>
    public IReadOnlyDictionary<string, object?> Data { get; }

    /// <summary>Gets whether it is connected to this node.</summary>
    public bool IsLocal { get; }

    private BroadcastOperator Operator => new BroadcastOperator(_namespace, Target.Everyone).To(Id);

    /// <summary>Reads one of the values the application kept with it, wherever the socket is.</summary>
    /// <typeparam name="T">The type it was kept as.</typeparam>
    /// <param name="key">The key.</param>
    /// <returns>The value; the default of its type where there is none.</returns>
    /// <exception cref="JsonException">The value of a socket of another node is not of that type.</exception>
    /// <exception cref="InvalidCastException">The value of a socket of this node is not of that type.</exception>
    public T? GetData<T>(string key) => Data.TryGetValue(key, out var value) ? value switch
    {
        null => default,
        T known => known,
        JsonElement json => json.Deserialize((JsonTypeInfo<T>)_namespace.Server.Codec.Serializer.Options.GetTypeInfo(typeof(T))),
        _ => throw new InvalidCastException($"\"{key}\" is a {value.GetType()}, not a {typeof(T)}."),
    }
    : default;

    /// <summary>Limits the time for acknowledgements.</summary>
    /// <param name="timeout">Longer than zero. It is kept to within 25 ms and never shortened.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not longer than zero.</exception>
    public RemoteSocket Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return new RemoteSocket(_namespace, Id, Handshake, Rooms, Data, IsLocal, timeout);
    }

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) => Operator.Emit(eventName, arguments);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        Operator.EmitArgumentsAsync(eventName, arguments, cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// A socket of another node needs a time limit, by <see cref="Timeout"/> or <see cref="SocketServerOptions.AckTimeout"/>:
    /// without one this throws <see cref="InvalidOperationException"/>.
    /// </remarks>
    public async Task<AckResult<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        if (_namespace.Members.TryGet(Id, out var local))
        {
            var socket = (Socket)local;
            return await socket.AskAsync<TAnswer>(
                eventName, arguments, _timeout, isVolatile: false, compress: true, cancellationToken).ConfigureAwait(false);
        }

        var all = _timeout is { } limit ? Operator.Timeout(limit) : Operator;
        var answers = await all.EmitArgumentsWithAckAsync<TAnswer>(eventName, arguments, cancellationToken).ConfigureAwait(false);
        return answers switch
        {
            { Answers: [var answer, ..] } => new AckResult<TAnswer>(answer.Value),
            { Failures: [var failure, ..] } => new AckResult<TAnswer>(failure.Reason, failure.Error),
            _ => new AckResult<TAnswer>(AckFailure.Disconnected),
        };
    }

    /// <summary>Puts the socket into a room.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => Operator.JoinAsync([room], cancellationToken);

    /// <summary>Takes the socket out of a room.</summary>
    /// <param name="room">The room's name; nothing happens where the socket is not in it.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default) => Operator.LeaveAsync([room], cancellationToken);

    /// <summary>Disconnects the socket from its namespace. What was emitted before still reaches the client.</summary>
    /// <param name="close">Whether to disconnect its client from all namespaces, and to close the connection.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to tell.</param>
    public ValueTask DisconnectAsync(bool close = false, CancellationToken cancellationToken = default) =>
        Operator.DisconnectAsync(close, cancellationToken);

    private static Dictionary<string, object?> ReadData(ReadOnlyMemory<byte> json)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!json.IsEmpty && JsonElement.Parse(json.Span) is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                data[member.Name] = member.Value;
            }
        }

        return data;
    }
}
