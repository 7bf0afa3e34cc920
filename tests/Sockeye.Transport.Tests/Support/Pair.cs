using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Sockeye.TestKit;
using Sockeye.Transport.Connections;

namespace Sockeye.Transport.Tests.Support;

/// <summary>A connection of the transport, without a web server above it, and a plain socket at its other end.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly EpollConnectionListenerFactory _factory;
    private readonly IConnectionListener _listener;

    private Pair(EpollConnectionListenerFactory factory, IConnectionListener listener, Socket client, ConnectionContext server, RecordingLogger log, CountingPool pool)
    {
        _factory = factory;
        _listener = listener;
        Client = client;
        Server = server;
        Log = log;
        Pool = pool;
        server.ConnectionClosed.Register(Closed.SetResult);
    }

    public Socket Client { get; }

    public ConnectionContext Server { get; }

    public PipeReader Input => Server.Transport.Input;

    public PipeWriter Output => Server.Transport.Output;

    public RecordingLogger Log { get; }

    public CountingPool Pool { get; }

    /// <summary>Gets what completes when the server's side says that the connection has been closed.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static async Task<Pair> ConnectAsync(Action<EpollTransportOptions>? configure = null, bool arrays = true)
    {
        var options = new EpollTransportOptions();
        configure?.Invoke(options);
        var log = new RecordingLogger();
        var pool = new CountingPool(arrays);
        var factory = new EpollConnectionListenerFactory(Options.Create(options), pool, log);
        var listener = await factory.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.EndPoint, CancellationToken).AsTask().DefaultTimeout();
        var server = await listener.AcceptAsync(CancellationToken).AsTask().DefaultTimeout();
        return new Pair(factory, listener, client, server!, log, pool);
    }

    /// <summary>Ends the client's side with a reset.</summary>
    public void ResetByClient() => Client.Close(timeout: 0);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Client.SendAsync(bytes, CancellationToken).AsTask().DefaultTimeout()..];
        }
    }

    /// <summary>Reads at the client's side until it has the bytes.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var more = await Client.ReceiveAsync(bytes.AsMemory(have), CancellationToken).AsTask().DefaultTimeout();
            Assert.NotEqual(0, more);
            have += more;
        }

        return bytes;
    }

    /// <summary>Reads at the client's side until the server has ended the connection.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[65_536];
        while (await Client.ReceiveAsync(buffer.AsMemory(), CancellationToken).AsTask().DefaultTimeout() is > 0 and var count)
        {
            bytes.Write(buffer.AsSpan(0, count));
        }

        return bytes.ToArray();
    }

    /// <summary>Reads at the server's side until it has the bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var read = await Input.ReadAtLeastAsync(count, CancellationToken).AsTask().DefaultTimeout();
        var bytes = read.Buffer.Slice(0, count).ToArray();
        Input.AdvanceTo(read.Buffer.GetPosition(count));
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Server.Abort();
        await Server.DisposeAsync().AsTask().DefaultTimeout();
        await _listener.DisposeAsync().AsTask().DefaultTimeout();
        _factory.Dispose();
        Assert.Equal(0, Pool.Rented);
    }
}
