using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>One TCP connection: what its socket brings goes into one pipe, what comes out of the other goes to its socket.</summary>
internal sealed class SocketConnection : DefaultConnectionContext, IConnectionSocketFeature, IMemoryPoolFeature, IWatchedSocket, IThreadPoolWorkItem
{
    private readonly ReadinessLoop _loop;
    private readonly Receiver _receiver;
    private readonly Sender _sender;
    private readonly PipeWriter _received;
    private readonly PipeReader _toSend;
    private readonly CancellationTokenSource _closed = new(); // the base class keeps its own to itself
    private readonly TaskCompletionSource _isClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _ending = new();
    private readonly int _token;
    private readonly Task _sending;
    private readonly Task _receiving;
    private uint _readiness;
    private Exception? _reason;
    private bool _isEnding;

    public SocketConnection(Socket socket, ReadinessLoop loop, ConnectionPipes pipes)
        : base(ConnectionIds.Next())
    {
        Socket = socket;
        MemoryPool = pipes.Pool;
        _loop = loop;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        var received = pipes.Received();
        var sent = pipes.Sent();
        Transport = new DuplexPipe(received.Reader, sent.Writer);
        ConnectionClosed = _closed.Token;
        Features.Set<IConnectionSocketFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        _received = received.Writer;
        _toSend = sent.Reader;
        _receiver = new Receiver(socket, _received);
        _sender = new Sender(socket, _toSend);
        _token = loop.Watch(this);
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public Socket Socket { get; }

    public MemoryPool<byte> MemoryPool { get; }

    SafeHandle IWatchedSocket.Handle => Socket.SafeHandle;

    void IWatchedSocket.OnReady(SocketReadiness readiness)
    {
        if (Interlocked.Or(ref _readiness, (uint)readiness) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _loop.OnTaken();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        _loop.OnTaken();
        var readiness = (SocketReadiness)Interlocked.Exchange(ref _readiness, 0);
        if ((readiness & (SocketReadiness.Writable | SocketReadiness.Failed | SocketReadiness.HungUp)) != 0)
        {
            _sender.OnWritable();
        }

        if ((readiness & (SocketReadiness.Readable | SocketReadiness.Ending)) != 0)
        {
            _receiver.OnReadable((readiness & SocketReadiness.Ending) != 0);
        }
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        End(abortReason, resets: true);
        _toSend.CancelPendingRead(); // the sender may wait for something to send
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync().ConfigureAwait(false);
        await Transport.Output.CompleteAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        _loop.Forget(this, _token);
        Socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        var error = await _receiver.RunAsync().ConfigureAwait(false);
        Exception? reason;
        lock (_ending)
        {
            reason = _isEnding ? _reason : error; // how it was ended goes before what that led to
        }

        await _received.CompleteAsync(reason).ConfigureAwait(false);
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.OnClosed(), this, preferLocal: false);
        await _isClosed.Task.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        var error = await _sender.RunAsync().ConfigureAwait(false);
        End(error, resets: error is not null);
        await _toSend.CompleteAsync(error).ConfigureAwait(false);
        _received.CancelPendingFlush(); // the receiver may wait for room
    }

    /// <summary>Shuts the socket down, which ends both loops. The first call says why.</summary>
    private void End(Exception? reason, bool resets)
    {
        lock (_ending)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
            _reason = reason;
            try
            {
                if (resets)
                {
                    Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }

                Socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // The peer has been faster: the socket is not connected any more.
            }
        }

        _receiver.OnReadable(isEnding: true);
        _sender.OnWritable();
    }

    private void OnClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the application's failed. It has the exception, if it minds; the connection ends all the same.
        }

        _isClosed.SetResult();
    }
}
