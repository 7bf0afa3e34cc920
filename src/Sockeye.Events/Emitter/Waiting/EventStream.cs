using System.Threading.Channels;

namespace Sockeye.Events;

/// <summary>An event's emissions, kept in a bounded buffer until they are read: Node's <c>events.on</c>.</summary>
internal sealed class EventStream<T> : IAsyncEnumerable<T>
{
    private readonly Channel<T> _buffer;
    private readonly EventOverflow _overflow;
    private readonly int _capacity;
    private string _eventName = string.Empty;
    private IDisposable? _event;
    private IDisposable? _error;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _cancellationToken;
    private int _enumerated;
    private int _stopped;

    public EventStream(EventStreamOptions? options)
    {
        options ??= new EventStreamOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1, nameof(options));
        (_capacity, _overflow) = (options.Capacity, options.Overflow);
        _buffer = Channel.CreateBounded<T>(new BoundedChannelOptions(_capacity)
        {
            SingleReader = true,
            FullMode = _overflow switch
            {
                EventOverflow.Fail => BoundedChannelFullMode.Wait,
                EventOverflow.DropOldest => BoundedChannelFullMode.DropOldest,
                EventOverflow.DropNewest => BoundedChannelFullMode.DropWrite,
                _ => throw new ArgumentOutOfRangeException(nameof(options), _overflow, "There is no such overflow."),
            },
        });
    }

    public void Listen(EventEmitter emitter, string eventName, EmitterListener listener, CancellationToken cancellationToken)
    {
        (_eventName, _cancellationToken) = (eventName, cancellationToken);
        listener.Disposed = () => End(null);
        _event = emitter.Add(eventName, listener, once: false, prepend: false, CancellationToken.None);
        try
        {
            if (eventName != EventEmitter.Error.Name)
            {
                _error = emitter.Add(
                    EventEmitter.Error.Name,
                    new ErrorListener(error => End(error as Exception ?? new UnhandledErrorException(error))),
                    once: false,
                    prepend: false,
                    CancellationToken.None);
            }
        }
        catch
        {
            _event.Dispose(); // nobody gets the stream who could
            throw;
        }

        _cancellation = cancellationToken.UnsafeRegister(
            static (stream, token) => ((EventStream<T>)stream!).End(new OperationCanceledException(token)), this);

        // Whoever ends it on another thread either finds all of the above, or is found here.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _stopped) != 0)
        {
            StopListening();
        }
    }

    public void Write(T value)
    {
        if (!_buffer.Writer.TryWrite(value) && Volatile.Read(ref _stopped) == 0)
        {
            End(new EventOverflowException(_eventName, _capacity));
        }
    }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _enumerated, 1) == 0
            ? new Enumerator(this, cancellationToken)
            : throw new InvalidOperationException($"The stream of '{_eventName}' is enumerated already, and its emissions are handed out once.");

    private void End(Exception? error)
    {
        Volatile.Write(ref _stopped, 1);
        _buffer.Writer.TryComplete(error);
        StopListening();
    }

    private void StopListening()
    {
        _cancellation.Unregister();
        _event?.Dispose();
        _error?.Dispose();
    }

    private sealed class Enumerator(EventStream<T> stream, CancellationToken cancellationToken) : IAsyncEnumerator<T>
    {
        private T? _current;

        public T Current => _current!;

        public async ValueTask<bool> MoveNextAsync()
        {
            do
            {
                stream._cancellationToken.ThrowIfCancellationRequested();
                cancellationToken.ThrowIfCancellationRequested();
                if (stream._buffer.Reader.TryRead(out _current))
                {
                    return true;
                }
            }
            while (await stream._buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false));

            return false;
        }

        public ValueTask DisposeAsync()
        {
            stream.End(null);
            return default;
        }
    }
}
