using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Sockeye.TestKit;
using Sockeye.Transport.Connections;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Connections;

public sealed class ListenerTests : IDisposable
{
    private readonly RecordingLogger _log = new();
    private readonly EpollConnectionListenerFactory _factory;

    public ListenerTests() => _factory = new EpollConnectionListenerFactory(Options.Create(new EpollTransportOptions()), new CountingPool(), _log);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void It_binds_addresses_of_the_internet_and_nothing_else()
    {
        Assert.True(_factory.CanBind(new IPEndPoint(IPAddress.Any, 0)));
        Assert.True(_factory.CanBind(new IPEndPoint(IPAddress.IPv6Any, 0)));
        Assert.False(_factory.CanBind(new UnixDomainSocketEndPoint("/socket")));
        Assert.False(_factory.CanBind(new FileHandleEndPoint(1, FileHandleType.Tcp)));
    }

    [Fact]
    public async Task Unbinding_ends_the_accepting_with_nothing()
    {
        var listener = await BindAsync();
        var accepting = listener.AcceptAsync(CancellationToken).AsTask();

        await listener.UnbindAsync(CancellationToken);

        Assert.Null(await accepting.DefaultTimeout());
        Assert.Null(await listener.AcceptAsync(CancellationToken).AsTask().DefaultTimeout());
        await listener.DisposeAsync();
        Assert.Empty(_log.Complaints);
    }

    [Fact]
    public async Task Connections_outlive_their_listener()
    {
        var listener = await BindAsync();
        using var client = await ConnectAsync(listener);
        await using var server = (await listener.AcceptAsync(CancellationToken).AsTask().DefaultTimeout())!;

        await listener.DisposeAsync();
        await client.SendAsync(new byte[3], CancellationToken);

        Assert.Equal(3, (await server.Transport.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout()).Buffer.Length);
    }

    [Fact]
    public async Task A_connection_that_outlives_the_transport_can_still_be_ended()
    {
        var listener = await BindAsync();
        using var client = await ConnectAsync(listener);
        var server = (await listener.AcceptAsync(CancellationToken).AsTask().DefaultTimeout())!;
        await listener.DisposeAsync();

        _factory.Dispose();
        server.Abort(new ConnectionAbortedException("on purpose"));

        await Assert.ThrowsAsync<ConnectionAbortedException>(() => server.Transport.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout());
        await server.DisposeAsync().AsTask().DefaultTimeout();
    }

    [Fact]
    public async Task An_end_point_in_use_is_an_address_in_use()
    {
        await using var listener = await BindAsync();

        var exception = await Assert.ThrowsAsync<AddressInUseException>(() => _factory.BindAsync(listener.EndPoint, CancellationToken).AsTask());

        Assert.IsType<SocketException>(exception.InnerException);
    }

    [Fact]
    public async Task An_address_that_is_not_ours_is_what_the_system_says()
    {
        var exception = await Assert.ThrowsAsync<SocketException>(() => _factory.BindAsync(new IPEndPoint(IPAddress.Parse("203.0.113.1"), 0), CancellationToken).AsTask());

        Assert.Equal(SocketError.AddressNotAvailable, exception.SocketErrorCode);
    }

    [Fact]
    public async Task A_client_that_left_before_it_was_accepted_holds_up_nobody()
    {
        await using var listener = await BindAsync();
        (await ConnectAsync(listener)).Close(timeout: 0);
        using var client = await ConnectAsync(listener);

        ConnectionContext? server;
        do
        {
            server = await listener.AcceptAsync(CancellationToken).AsTask().DefaultTimeout();
            await using var one = server!;
        }
        while (!server!.RemoteEndPoint!.Equals(client.LocalEndPoint));

        Assert.Empty(_log.Complaints);
    }

    public void Dispose() => _factory.Dispose();

    private async Task<IConnectionListener> BindAsync() => await _factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken);

    private static async Task<Socket> ConnectAsync(IConnectionListener listener)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint, CancellationToken).AsTask().DefaultTimeout();
        return client;
    }
}
