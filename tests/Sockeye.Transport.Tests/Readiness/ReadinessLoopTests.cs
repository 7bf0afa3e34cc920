using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sockeye.TestKit;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Tests.Readiness;

public sealed class ReadinessLoopTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_socket_is_told_what_it_has_become_ready_for()
    {
        using var loop = new ReadinessLoop();
        using var watched = await Watched.ConnectAsync(loop);
        await Eventually.IsTrueAsync(() => watched.Told.HasFlag(SocketReadiness.Writable));
        Assert.False(watched.Told.HasFlag(SocketReadiness.Readable));

        await watched.Peer.SendAsync(new byte[1], CancellationToken);
        await Eventually.IsTrueAsync(() => watched.Told.HasFlag(SocketReadiness.Readable));
        Assert.Equal(SocketReadiness.None, watched.Told & SocketReadiness.Ending);

        watched.Peer.Shutdown(SocketShutdown.Send);
        await Eventually.IsTrueAsync(() => watched.Told.HasFlag(SocketReadiness.PeerFinished));

        watched.Peer.Close(timeout: 0);
        await Eventually.IsTrueAsync(() => watched.Told.HasFlag(SocketReadiness.Failed | SocketReadiness.HungUp));
    }

    [Fact]
    public async Task A_socket_that_is_forgotten_is_told_nothing_more()
    {
        using var loop = new ReadinessLoop();
        using var forgotten = await Watched.ConnectAsync(loop);
        using var other = await Watched.ConnectAsync(loop);
        await Eventually.IsTrueAsync(() => forgotten.Told.HasFlag(SocketReadiness.Writable));

        loop.Forget(forgotten, forgotten.Token);
        await forgotten.Peer.SendAsync(new byte[1], CancellationToken);
        await other.Peer.SendAsync(new byte[1], CancellationToken);

        await Eventually.IsTrueAsync(() => other.Told.HasFlag(SocketReadiness.Readable)); // which came later
        Assert.False(forgotten.Told.HasFlag(SocketReadiness.Readable));
    }

    // More at once than are told at a time, again and again, so that thread and workers hand the waiting over to each other.
    [Fact]
    public async Task Every_byte_is_told_whoever_waits_for_it()
    {
        using var loop = new ReadinessLoop();
        var sockets = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Watched.ConnectAsync(loop)));
        for (var round = 1; round <= 100; round++)
        {
            foreach (var socket in sockets)
            {
                socket.Peer.Send(new byte[1]);
            }

            await Eventually.IsTrueAsync(
                () => sockets.All(socket => socket.Received == round),
                () => $"Round {round}: {sockets.Count(socket => socket.Received < round)} sockets have not been told.");
        }

        Array.ForEach(sockets, static socket => socket.Dispose());
    }

    [Fact]
    public async Task Sockets_come_and_go_on_many_threads_while_others_are_told()
    {
        using var loop = new ReadinessLoop();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    using var watched = await Watched.ConnectAsync(loop);
                    await watched.Peer.SendAsync(new byte[1], CancellationToken);
                    await watched.HasReceived.Task.DefaultTimeout();
                    loop.Forget(watched, watched.Token);
                }
            },
            CancellationToken))).DefaultTimeout();
    }

    [Fact]
    public async Task It_can_be_disposed_while_workers_do_the_waiting()
    {
        for (var round = 0; round < 20; round++)
        {
            var loop = new ReadinessLoop();
            var sockets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Watched.ConnectAsync(loop)));
            using var stop = new CancellationTokenSource();
            var sending = Task.Run(
                () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        Array.ForEach(sockets, static socket => socket.Peer.Send(new byte[1]));
                    }
                },
                CancellationToken);
            await Eventually.IsTrueAsync(() => sockets.All(static socket => socket.Received > 0));

            await Task.Run(loop.Dispose, CancellationToken).DefaultTimeout();

            await stop.CancelAsync();
            await sending.DefaultTimeout();
            Array.ForEach(sockets, socket => loop.Forget(socket, socket.Token)); // too late, and harmless
            Assert.Throws<ObjectDisposedException>(() => loop.Watch(sockets[0]));
            Array.ForEach(sockets, static socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Many_loops_leave_no_descriptor()
    {
        new ReadinessLoop().Dispose();
        var descriptors = Descriptors();
        for (var i = 0; i < 100; i++)
        {
            new ReadinessLoop().Dispose();
        }

        // Other tests open sockets meanwhile, but not of these kinds.
        await Eventually.IsTrueAsync(() => Descriptors() <= descriptors + 20, () => $"{descriptors} have become {Descriptors()}.");

        static int Descriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(Target)
            .Count(static target => target.Contains("eventfd", StringComparison.Ordinal) || target.Contains("eventpoll", StringComparison.Ordinal));

        static string Target(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name ?? "";
            }
            catch (IOException)
            {
                return ""; // closed meanwhile
            }
        }
    }

    /// <summary>Reads and counts what comes to it, on whichever thread tells it.</summary>
    private sealed class Watched(Socket socket, Socket peer, ReadinessLoop loop) : IWatchedSocket, IDisposable
    {
        private readonly Lock _gate = new();
        private bool _isDisposed;
        private uint _told;
        private int _received;

        public SafeHandle Handle => socket.SafeHandle;

        public Socket Peer => peer;

        public int Token { get; private set; }

        public SocketReadiness Told => (SocketReadiness)Volatile.Read(ref _told);

        public int Received => Volatile.Read(ref _received);

        public TaskCompletionSource HasReceived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Watched> ConnectAsync(ReadinessLoop loop)
        {
            using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listening.Listen();
            var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await peer.ConnectAsync(listening.LocalEndPoint!, CancellationToken).AsTask().DefaultTimeout();
            var socket = await listening.AcceptAsync(CancellationToken).AsTask().DefaultTimeout();
            socket.Blocking = false;
            var watched = new Watched(socket, peer, loop);
            watched.Token = loop.Watch(watched);
            return watched;
        }

        public void OnReady(SocketReadiness readiness) => ThreadPool.UnsafeQueueUserWorkItem(
            state =>
            {
                loop.OnTaken();
                Interlocked.Or(ref _told, (uint)readiness);
                using var _ = _gate.EnterScope();
                var bytes = new byte[64];
                while (!_isDisposed && readiness.HasFlag(SocketReadiness.Readable) && socket.Receive(bytes, 0, bytes.Length, SocketFlags.None, out SocketError _) is > 0 and var count)
                {
                    Interlocked.Add(ref _received, count);
                    HasReceived.TrySetResult();
                }
            },
            null);

        public void Dispose()
        {
            using var _ = _gate.EnterScope();
            _isDisposed = true;
            socket.Dispose();
            peer.Dispose();
        }
    }
}
