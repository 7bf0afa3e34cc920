using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>
/// Stands before two servers as a load balancer with sticky sessions does: what belongs to a session of the first goes there, and all else to the one that is
/// the target then.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Task _accepting;
    private readonly Uri _first;
    private readonly string _idPrefix;
    private volatile Uri _target;

    /// <summary>Begins, with the first server as the target.</summary>
    /// <param name="first">Its address.</param>
    /// <param name="idPrefix">What its sessions' ids begin with.</param>
    public Relay(string first, string idPrefix)
    {
        _target = _first = new Uri(first);
        _idPrefix = idPrefix;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    public void TurnTo(string target) => _target = new Uri(target);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_running);
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _running.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(TcpClient from)
    {
        using var client = from;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            var head = new byte[8 * 1024];
            var length = await client.GetStream().ReadAsync(head, _ending.Token);
            var target = Encoding.ASCII.GetString(head, 0, length).Contains("sid=" + _idPrefix, StringComparison.Ordinal) ? _first : _target;
            await server.ConnectAsync(target.Host, target.Port, _ending.Token);
            await server.GetStream().WriteAsync(head.AsMemory(0, length), _ending.Token);
            await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone, and so the other goes.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        await from.GetStream().CopyToAsync(to.GetStream(), _ending.Token);
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
