namespace Sockeye.Server.Handlers;

/// <summary>The socket of the scope: what lets services of a handler class have it injected.</summary>
internal sealed class CurrentSocket
{
    private Socket? _socket;

    public Socket Socket
    {
        get => _socket ?? throw new NoSocketException();
        set => _socket = value;
    }
}
