namespace Sockeye.Adapters;

/// <summary>What nodes tell each other of a socket.</summary>
/// <param name="id">The socket's id.</param>
/// <param name="rooms">The rooms it is in, the one named by its id among them.</param>
/// <param name="handshake">Its handshake as a JSON object in UTF-8, with the names that Node's servers use.</param>
/// <param name="data">What the application keeps with it, as a JSON object in UTF-8.</param>
/// <remarks>Immutable: it tells how things stood when it was made.</remarks>
public sealed class SocketDetails(string id, IReadOnlyList<string> rooms, ReadOnlyMemory<byte> handshake, ReadOnlyMemory<byte> data)
{
    /// <summary>Gets the socket's id.</summary>
    public string Id { get; } = id;

    /// <summary>Gets the rooms it is in, the one named by its id among them.</summary>
    public IReadOnlyList<string> Rooms { get; } = rooms;

    /// <summary>Gets its handshake as a JSON object in UTF-8, with the names that Node's servers use.</summary>
    public ReadOnlyMemory<byte> Handshake { get; } = handshake;

    /// <summary>Gets what the application keeps with it, as a JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;
}
