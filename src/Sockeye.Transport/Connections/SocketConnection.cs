using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Connections;

/// <summary>One TCP connection: what its socket brings goes into one pipe, what comes out of the other goes to its socket.</summary>
internal sealed partial class SocketConnection : DefaultConnectionContext, IConnectionSocketFeature, IMemoryPoolFeature, IWatchedSocket, IThreadPoolWorkItem
{
    /// <summary>What somebody is told who still reads after everything was sent and the connection was ended.</summary>
    private static readonly ConnectionAbortedException EndedHere = new("The server has sent all it had to send and has ended the connection.");

    private readonly ReadinessLoop _loop;
    private readonly ILogger _logger;
    private readonly Receiver _receiver;
    private readonly Sender _sender;
    private readonly PipeWriter _received;
    private readonly PipeReader _toSend;
    private readonly DuplexPipe _transport; // middleware may put another one into the property
    private readonly CancellationTokenSource _closed = new(); // the base class keeps its own to itself
    private readonly TaskCompletionSource _isClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _ending = new();
    private readonly int _token;
    private readonly Task _sending;
    private readonly Task _receiving;
    private uint _readiness;
    private Exception? _reason;

    public SocketConnection(Socket socket, ReadinessLoop loop, ConnectionPipes pipes, ILogger logger)
        : base(ConnectionIds.Next())
    {
        Socket = socket;
        MemoryPool = pipes.Pool;
        _loop = loop;
        _logger = logger;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        var received = pipes.Received();
        var sent = pipes.Sent();
        Transport = _transport = new DuplexPipe(received.Reader, sent.Writer);
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
            AfterReceiving.Begin();
            _receiver.OnReadable((readiness & SocketReadiness.Ending) != 0);
            AfterReceiving.RunNext();
        }
    }

    /// <summary>Resets the connection: whoever reads it at the other end learns that what has come is not all. Runs nobody else's code.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        End(abortReason);
        _toSend.CancelPendingRead(); // the sender may wait for something to send
    }

    public override async ValueTask DisposeAsync()
    {
        await _transport.Input.CompleteAsync().ConfigureAwait(false);
        await _transport.Output.CompleteAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // who waits for this must not hold up the queue that sends
        Socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        var error = await _receiver.RunAsync().ConfigureAwait(false);
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.OnClosed(), this, preferLocal: false);
        lock (_ending)
        {
            error = _reason ?? error; // how it was ended goes before what that led to
        }

        await _received.CompleteAsync(error).ConfigureAwait(false);
        await _isClosed.Task.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        var error = await _sender.RunAsync().ConfigureAwait(false);
        End(error);
        await _toSend.CompleteAsync(error is ConnectionResetException ? null : error).ConfigureAwait(false); // writing to one that has left is no error
        _received.CancelPendingFlush(); // the receiver may wait for room
    }

    /// <summary>Ends both loops: with a reset, or where everything was sent, without. The first call says why.</summary>
    private void End(Exception? reason)
    {
        lock (_ending)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = reason ?? EndedHere;
            _loop.Forget(this, _token);
            if (reason is null)
            {
                ShutDown();
            }
            else
            {
                _receiver.Stop();
                _sender.Stop();
                Socket.Close(timeout: 0);
            }
        }

        _loop.Tell(this, SocketReadiness.HungUp); // on a worker: whoever ends it may hold locks
    }

    private void ShutDown()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer has been faster: the socket is not connected any more.
        }
    }

    private void OnClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException exception)
        {
            Log.CallbackFailed(_logger, ConnectionId, exception);
        }

        _isClosed.SetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(503, LogLevel.Error, "A callback of the token that tells of the end of connection {ConnectionId} failed.", EventName = "CallbackFailed")]
        public static partial void CallbackFailed(ILogger logger, string connectionId, Exception exception);
    }
}
