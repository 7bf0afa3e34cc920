using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>Listens at IP end points. Every other kind is left to the transports that are there already.</summary>
internal sealed class EpollConnectionListenerFactory(
    IOptions<EpollTransportOptions> options, IMemoryPoolFactory<byte> pools, ILogger<EpollConnectionListenerFactory> logger, TimeProvider? time = null)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly Lazy<ReadinessLoop> _loop = new(static () => new ReadinessLoop());
    private readonly Lazy<ConnectionPipes> _pipes = new(() => new ConnectionPipes(pools.Create(new MemoryPoolOptions { Owner = "sockeye" }), options.Value));

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endpoint);
            socket.Listen(options.Value.Backlog);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new(new SocketConnectionListener(socket, _loop.Value, _pipes.Value, options.Value, logger, time ?? TimeProvider.System));
    }

    public void Dispose()
    {
        if (_loop.IsValueCreated)
        {
            _loop.Value.Dispose();
        }
    }
}
