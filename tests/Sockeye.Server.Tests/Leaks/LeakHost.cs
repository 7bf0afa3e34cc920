using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Engine;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>A server whose clock stands until nobody but silent clients is left, and everything of it that could be left behind.</summary>
internal sealed class LeakHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SocketServer _io;
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentBag<LeanConnection> _idle = [];
    private readonly ConcurrentBag<IDisposable> _silent = [];
    private readonly ConcurrentBag<WeakReference> _sockets = [];
    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new();
    private HttpMessageInvoker _invoker = new(TestCertificate.TrustingHandler());
    private readonly bool _isHttp2;
    private readonly bool _compresses;
    private readonly ConnectionCount _kestrel = new();
    private int _connected;
    private int _disconnected;
    private int _asked;
    private int _settled;

    private LeakHost(Transport transport)
    {
        _isHttp2 = transport == Transport.Http2;
        _compresses = transport == Transport.Deflate;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listening =>
        {
            listening.Use(_kestrel.Count);
            if (_isHttp2)
            {
                listening.Protocols = HttpProtocols.Http2;
                listening.UseHttps(TestCertificate.Value);
            }
        }));
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSockeye(options =>
        {
            options.AllowEIO3 = transport is Transport.Revision3Polling or Transport.Revision3WebSocket;
            options.ObserveSession = session =>
            {
                _sessions[session.Id] = session;
                return null;
            };
            options.WebSocketCompression = _compresses ? new WebSocketCompressionOptions { Threshold = 0 } : null;
        });
        _app = builder.Build();
        _io = _app.MapSockeye();
        _io.Of(static (name, _) => name.StartsWith("/child-", StringComparison.Ordinal)).OnConnection(Serve);
        _io.OnConnection(Serve);
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<LeakHost> StartAsync(Transport transport)
    {
        var host = new LeakHost(transport);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Address = new Uri(host._app.Urls.Single());
        return host;
    }

    /// <summary>Takes a connection that is idle, or opens one.</summary>
    public async Task<LeanConnection> TakeConnectionAsync() => _idle.TryTake(out var idle) ? idle : await LeanConnection.OpenAsync(Address);

    public async Task<ClientWebSocket> OpenWebSocketAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = _compresses ? new WebSocketDeflateOptions { ClientContextTakeover = false } : null;
        if (_isHttp2)
        {
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        var address = new UriBuilder(Address) { Scheme = _isHttp2 ? "wss" : "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" };
        await socket.ConnectAsync(address.Uri, _invoker, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Waits until the server holds a poll of a session's: one that ends before has never been there.</summary>
    public async Task HoldsPollAsync(string sid)
    {
        await Eventually.TrueAsync(() => _sessions[sid].IsWritable);
    }

    public void GiveBack(LeanConnection connection) => _idle.Add(connection);

    public void StaySilent(IDisposable connection) => _silent.Add(connection);

    /// <summary>Waits for the clients that have left, lets the time of the silent ones pass, and counts what is left of all of them.</summary>
    public async Task<Census> SettleAsync(int silent)
    {
        await UntilAsync(silent, allElseIsOver: false);
        _time.Advance(TimeSpan.FromSeconds(50));
        foreach (var connection in _silent.Concat(_idle))
        {
            connection.Dispose();
        }

        _silent.Clear();
        _sessions.Clear();
        _idle.Clear();
        _invoker.Dispose(); // Kestrel keeps a connection's streams of HTTP/2 for later requests, and what hung on them until then: how many, depends on the load
        _invoker = new HttpMessageInvoker(TestCertificate.TrustingHandler());
        await UntilAsync(0, allElseIsOver: true);
        return Count();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _silent.Concat(_idle))
        {
            connection.Dispose();
        }

        var stopping = _app.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(100)); // what a failed test has left
        await stopping.DefaultTimeout();
        _invoker.Dispose();
    }

    /// <summary>Gets how many sockets have not heard of their end, and how many questions have no answer, be it that there is none.</summary>
    private int OpenEnds => Volatile.Read(ref _connected) - Volatile.Read(ref _disconnected) + Volatile.Read(ref _asked) - Volatile.Read(ref _settled);

    private async Task UntilAsync(int sessions, bool allElseIsOver)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                if (_io.Engine.SessionCount == sessions && !(allElseIsOver && _io.ConnectionCount + OpenEnds + _kestrel.Connections + _io.Engine.Timers.Count > 0))
                {
                    reached.TrySetResult();
                }
            },
            null,
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(5));
        try
        {
            await reached.Task.DefaultTimeout();
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"{_io.Engine.SessionCount} sessions instead of {sessions}, {_io.ConnectionCount} connections, {OpenEnds} open ends, {_kestrel.Connections} TCP connections, {_io.Engine.Timers.Count} timers.",
                exception);
        }
    }

    private void Serve(Socket socket)
    {
        Interlocked.Increment(ref _connected);
        _sockets.Add(new WeakReference(socket));
        socket.OnDisconnect(_ => Interlocked.Increment(ref _disconnected));
        socket.On("echo", static (string text) => text);
        socket.On("kick", () => socket.Disconnect(close: true));
        socket.On("join", async (string room) =>
        {
            await socket.JoinAsync([room, "everyone"]);
            socket.Namespace.To(room).Emit("joined", room);
            _ = AskAsync(socket);
            return room;
        });
    }

    private async Task AskAsync(Socket socket)
    {
        var answer = Interlocked.Increment(ref _asked) % 2 == 0
            ? await socket.TryEmitWithAckAsync<string>("ask")
            : await socket.Timeout(TimeSpan.FromSeconds(20)).TryEmitWithAckAsync<string>("ask");
        Assert.True(answer.Failure is AckFailure.Disconnected or AckFailure.Timeout || answer.Value == "yes");
        Interlocked.Increment(ref _settled);
    }

    private Census Count()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers(); // of sockets and timers, which let go of more
        }

        var reachable = _sockets.Count(static socket => socket.IsAlive);
        _sockets.Clear();
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking); // without the heaps of large and of pinned objects, where the framework's pools keep their buffers
        var main = _io.Main.Members;
        return new Census(
            Sessions: _io.Engine.SessionCount,
            Connections: _io.ConnectionCount,
            Namespaces: _io.Namespaces.Count,
            Members: main.Count,
            Rooms: main.RoomCount,
            Timers: _io.Engine.Timers.Count,
            ReachableSockets: reachable,
            HeapBytes: Enumerable.Range(0, GC.MaxGeneration + 1).Sum(index => heap.GenerationInfo[index].SizeAfterBytes - heap.GenerationInfo[index].FragmentationAfterBytes));
    }
}
