namespace Sockeye.Transport.Readiness;

/// <summary>
/// Watches sockets, and tells each on the thread pool what it has become ready for. While little happens a thread of its own waits for it. As soon as
/// work has queued up the workers look themselves whenever they are through with what there was, and the thread sleeps: it would be woken for each
/// packet, take the core from the worker, and give it back.
/// </summary>
internal sealed class ReadinessLoop : IThreadPoolWorkItem, IDisposable
{
    private const int MostAtOnce = 256;

    /// <summary>How many sockets that wait for a worker are a queue.</summary>
    private const int Queue = 3;

    private const int WakeUp = -1;

    private readonly Epoll _epoll = new(MostAtOnce);
    private readonly EventCounter _stop = new();
    private readonly EventCounter _workersAreIdle = new();
    private readonly WatchedSockets _sockets = new();
    private readonly Thread _thread;
    private int _queued;
    private bool _stopped;

    public ReadinessLoop()
    {
        _epoll.Watch(_stop, WakeUp);
        _thread = new Thread(Run) { IsBackground = true, Name = "Sockeye transport" };
        _thread.UnsafeStart();
    }

    /// <summary>Watches a socket from here on.</summary>
    /// <returns>What <see cref="Forget"/> is told.</returns>
    public int Watch(IWatchedSocket socket)
    {
        var token = _sockets.Add(socket);
        try
        {
            _epoll.Watch(socket.Handle, token);
            return token;
        }
        catch
        {
            _sockets.Remove(token);
            throw;
        }
    }

    /// <summary>Watches it no longer. To be called once, before the socket is closed; does no harm when the loop has been disposed.</summary>
    public void Forget(IWatchedSocket socket, int token)
    {
        _epoll.Forget(socket.Handle);
        _sockets.Remove(token);
    }

    /// <summary>Tells a socket of something that the system does not, or will not any more.</summary>
    public void Tell(IWatchedSocket socket, SocketReadiness readiness)
    {
        Interlocked.Increment(ref _queued);
        socket.OnReady(readiness);
    }

    /// <summary>A worker has taken one of those that waited.</summary>
    public void OnTaken() => Interlocked.Decrement(ref _queued);

    /// <summary>A worker is through with what there was.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (!Volatile.Read(ref _stopped) && Look(blocks: false) > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // behind what it has found
        }
        else
        {
            _workersAreIdle.Signal();
        }
    }

    /// <summary>Stops. Sockets that are still watched are told nothing more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopped, true))
        {
            return;
        }

        _stop.Signal();
        _thread.Join();
        _epoll.Dispose();
        _stop.Dispose();
        _workersAreIdle.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _stopped))
        {
            Look(blocks: true);
            if (!Volatile.Read(ref _stopped) && Volatile.Read(ref _queued) >= Queue)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                _workersAreIdle.Wait();
            }
        }
    }

    private int Look(bool blocks)
    {
        var count = _epoll.Wait(blocks);
        for (var i = 0; i < count; i++)
        {
            var (token, readiness) = _epoll.Ready(i);
            if (token != WakeUp && _sockets[token] is { } socket)
            {
                Tell(socket, readiness);
            }
        }

        return count;
    }
}
