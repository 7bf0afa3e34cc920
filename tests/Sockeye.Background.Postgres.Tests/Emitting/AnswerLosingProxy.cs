using System.Net;
using System.Net.Sockets;

namespace Sockeye.Background.Postgres.Tests.Emitting;

/// <summary>
/// Stands between a client and a server, on a port of its own. What contains a marker reaches the server, and once that has answered the connection is cut: the
/// step has been taken, and nobody hears of it.
/// </summary>
internal sealed class AnswerLosingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly EndPoint _server;
    private readonly byte[] _marker;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _losses;

    public AnswerLosingProxy(EndPoint server, byte[] marker, int losses)
    {
        (_server, _marker, _losses) = (server, marker, losses);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many answers have been lost.</summary>
    public int Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            return; // the end
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified))
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
        {
            try
            {
                await server.ConnectAsync(_server, over.Token);
                var isToLose = false;
                await await Task.WhenAny(
                    PumpAsync(client, server, sent => isToLose |= sent.AsSpan().IndexOf(_marker) >= 0 && Interlocked.Decrement(ref _losses) >= 0, static () => false, over.Token),
                    PumpAsync(server, client, static _ => { }, () => isToLose, over.Token));
                Lost += isToLose ? 1 : 0;
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                return; // one side has gone, and now the other does
            }
            finally
            {
                await over.CancelAsync();
            }
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, Action<byte[]> look, Func<bool> ends, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            look(buffer[..count]);
            if (ends())
            {
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
